package io.yumen.backend.http;

import static io.yumen.backend.TestClient.json;
import static io.yumen.backend.http.ScriptedHttpServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.exchange.Cancellation;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that was started anew says to many requests of a session at the same moment that there is none. */
final class LostSessionTest {
    private static final int ROUNDS = 100;
    private static final int AT_ONCE = 8;
    private static final String UNKNOWN =
            "{'jsonrpc': '2.0', 'id': null, 'error': {'code': -32600, 'message': 'There is no such session'}}"
                    .replace('\'', '"');

    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void each_request_hears_that_the_session_is_lost_and_none_the_words_of_the_server() throws Exception {
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        try (ScriptedHttpServer server = new ScriptedHttpServer()) {
            server.legacy("s").on("tools/call", (request, exchange) -> {
                meet(together);
                status(404, UNKNOWN).to(request, exchange);
            });
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(heard(open(server)))
                        .as("round %d", round)
                        .hasSize(AT_ONCE)
                        .containsOnly(DeliveryException.Sent.NEVER.name());
            }
        }
    }

    private SessionLink open(ScriptedHttpServer server) {
        SessionLink link =
                new HttpLinks(new HttpBackendConfig("scripted", server.url()), client, Credentials.NONE).session();
        link.request(call(0, Methods.INITIALIZE));
        link.agreed(Revision.V2025_11_25);
        return link;
    }

    private static Queue<String> heard(SessionLink link) throws InterruptedException {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        List<Thread> callers = IntStream.rangeClosed(1, AT_ONCE)
                .mapToObj(id -> Thread.ofVirtual().start(() -> heard.add(hear(link, id))))
                .toList();
        for (Thread caller : callers) {
            caller.join();
        }
        link.close();
        return heard;
    }

    private static String hear(SessionLink link, int id) {
        try {
            return link.request(call(id, Methods.TOOLS_CALL)).toString();
        } catch (DeliveryException lost) {
            return lost.sent().name();
        }
    }

    private static Link.Call call(int id, String method) {
        return new Link.Call(
                new Message.Request(RequestId.of(id), method, json("{}")), Link.Inbox.NONE, new Cancellation());
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
