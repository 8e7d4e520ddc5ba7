package io.yumen.backend.http;

import static io.yumen.backend.TestClient.json;
import static io.yumen.backend.http.ScriptedHttpServer.result;
import static io.yumen.backend.http.ScriptedHttpServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.Background;
import io.yumen.backend.Connector;
import io.yumen.backend.SystemClock;
import io.yumen.backend.TestClient;
import io.yumen.backend.life.ServerBackend;
import io.yumen.backend.stdio.StdioConfig;
import io.yumen.backend.stdio.StdioConnector;
import io.yumen.exchange.Results;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.process.Command;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Connections inside the life that is built around them: what callers see when servers fail. */
final class RecoveryTest {
    private static final Path E2E = Path.of("e2e").toAbsolutePath();

    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final SystemClock clock = new SystemClock();

    @AfterEach
    void stop() {
        client.close();
        children.close();
        clock.close();
    }

    @Test
    void a_call_survives_that_its_session_was_forgotten() {
        try (ScriptedHttpServer server = new ScriptedHttpServer();
                ServerBackend backend = backend(
                        new HttpConnector(new HttpBackendConfig("scripted", server.url()), client, Credentials.NONE))) {
            server.legacy("s").on("tools/call", status(404, ""), result("{'content': []}"));

            assertThat(backend.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .isEqualTo(json("{'content': []}"));

            assertThat(server.seen("initialize")).hasSize(2);
        }
    }

    @Test
    void a_crash_fails_its_call_at_once_and_the_server_is_back_soon() {
        String script = """
                while read -r line; do case "$line" in
                *server/discover*) echo '{"jsonrpc":"2.0","id":"discover","error":{"code":-32601,"message":"no"}}';;
                *'"initialize"'*) echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{}}}';;
                *crash*) echo segfault >&2; kill -9 $$;;
                *tools/call*) echo '{"jsonrpc":"2.0","id":2,"result":{"content":[]}}';;
                esac; done
                """;
        try (ServerBackend backend =
                backend(new StdioConnector(new StdioConfig("scripted", Command.of("bash", "-c", script)), children))) {
            assertThatExceptionOfType(RpcException.class)
                    .isThrownBy(() -> backend.handle(TestClient.plain().exchange("tools/call", "{'name': 'crash'}")))
                    .withMessageContaining("scripted")
                    .withMessageContaining("signal 9")
                    .withMessageContaining("segfault")
                    .matches(e -> e.error().code() == ErrorCode.UNAVAILABLE);

            long started = System.nanoTime();
            assertThat(callUntilBack(backend)).isEqualTo(json("{'content': []}"));
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void clients_of_a_legacy_process_are_asked_each_its_own_question() {
        Command command = Command.of(
                E2E.resolve("node_modules/.bin/node").toString(),
                E2E.resolve("servers/two-eras.mjs").toString());
        StdioConfig base = new StdioConfig("two-eras", command);
        StdioConfig legacy = new StdioConfig("two-eras", command, Revision.V2025_11_25, base.child(), base.link());
        try (ServerBackend backend = backend(new StdioConnector(legacy, children))) {
            List<Background<ObjectNode>> calls = List.of(ask(backend, "Ann"), ask(backend, "Bob"), ask(backend, "Cyd"));
            assertThat(calls.get(0).result().toString()).contains("accept Ann");
            assertThat(calls.get(1).result().toString()).contains("accept Bob");
            assertThat(calls.get(2).result().toString()).contains("accept Cyd");
        }
    }

    private static Background<ObjectNode> ask(ServerBackend backend, String name) {
        TestClient caller = TestClient.declaring("{'elicitation': {}}")
                .of(new Principal(Principal.LOCAL.tenant(), name))
                .answering("{'action': 'accept', 'content': {'name': '" + name + "'}}");
        return Background.of(() -> {
            ObjectNode result = backend.handle(caller.exchange(Methods.TOOLS_CALL, "{'name': 'ask'}"));
            assertThat(Results.isInputRequired(result)).isFalse();
            return result;
        });
    }

    private static ObjectNode callUntilBack(ServerBackend backend) {
        while (true) {
            try {
                return backend.handle(TestClient.plain().exchange("tools/call", "{'name': 'fine'}"));
            } catch (RpcException e) {
                assertThat(e.error().code()).isEqualTo(ErrorCode.UNAVAILABLE);
                Thread.onSpinWait();
            }
        }
    }

    private ServerBackend backend(Connector connector) {
        return new ServerBackend("scripted", List.of(connector), BackendConfig.DEFAULT, clock, BackendMeter.NONE);
    }
}
