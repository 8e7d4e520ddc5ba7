package io.yumen.backend.stdio;

import static io.yumen.backend.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.Background;
import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.RecordedEvents;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.TestClient;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.LinkLimits;
import io.yumen.process.ChildLimits;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.process.Command;
import io.yumen.process.Isolation;
import io.yumen.process.ShutdownLimits;
import io.yumen.process.pipe.ComplaintLimits;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Revision;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Servers are shell scripts here: each line that they read is a message, and they answer by rote. */
final class StdioConnectorTest {
    private static final String ANSWER_INITIALIZE =
            "echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}}'\n";
    private static final String REFUSE_DISCOVER =
            "echo '{\"jsonrpc\":\"2.0\",\"id\":\"discover\",\"error\":{\"code\":-32601,\"message\":\"what?\"}}'\n";
    private static final String OLD_SERVER = "read -r discover\n" + REFUSE_DISCOVER + "read -r initialize\n"
            + ANSWER_INITIALIZE + "read -r initialized\n";
    private static final String NEW_SERVER = """
            read -r discover
            echo '{"jsonrpc":"2.0","id":"discover","result":{"supportedVersions":["2026-07-28"],"capabilities":{}}}'
            """;

    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private final RecordedEvents events = new RecordedEvents();

    @AfterEach
    void endChildren() {
        children.close();
    }

    @Test
    void a_legacy_server_is_recognised_and_called() {
        try (Connection connection = connect(OLD_SERVER + "read -r call\n"
                + "echo '{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[]}}'\ncat >/dev/null\n")) {
            assertThat(connection.description().revision()).isEqualTo(Revision.V2025_06_18);
            assertThat(connection.handle(TestClient.plain().exchange("tools/list", "{}")))
                    .isEqualTo(json("{'tools': []}"));
        }
    }

    @Test
    void a_modern_server_is_recognised_and_called() {
        try (Connection connection = connect(NEW_SERVER + "read -r call\n"
                + "echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]}}'\ncat >/dev/null\n")) {
            assertThat(connection.description().revision()).isEqualTo(Revision.V2026_07_28);
            assertThat(connection.handle(TestClient.plain().exchange("tools/list", "{}")))
                    .isEqualTo(json("{'tools': []}"));
        }
    }

    @Test
    void a_server_that_says_nothing_to_what_it_does_not_know_is_a_legacy_one() {
        try (Connection connection =
                connect("read -r discover\nread -r initialize\n" + ANSWER_INITIALIZE + "cat >/dev/null\n")) {
            assertThat(connection.description().revision()).isEqualTo(Revision.V2025_06_18);
        }
    }

    @Test
    void a_server_that_ends_when_it_is_probed_is_started_again_and_not_probed_any_more() {
        String script = "read -r first\ncase \"$first\" in *initialize*) ;; *) exit 4;; esac\n"
                + ANSWER_INITIALIZE
                + "cat >/dev/null\n";
        StdioConnector connector = connector(script);
        try (Connection connection = connector.connect(request())) {
            assertThat(connection.isOpen()).isTrue();
        }
        try (Connection connection = connector.connect(request())) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void a_server_that_cannot_start_says_its_last_words() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> connect("echo 'no config file' >&2\nexit 7\n"))
                .withMessageContaining("exited with code 7")
                .withMessageContaining("no config file");
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> new StdioConnector(
                                new StdioConfig("absent", Command.of("no-such-program-here")), children)
                        .connect(request()))
                .withMessageContaining("no-such-program-here");
    }

    @Test
    void a_server_that_says_nothing_at_all_is_given_up() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> connect("cat >/dev/null\n"))
                .withMessageContaining("no answer");
    }

    @Test
    void a_call_fails_at_once_when_its_server_dies() {
        Connection connection = connect(OLD_SERVER + "read -r call\necho 'out of memory' >&2\nkill -9 $$\n");

        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                .withMessageContaining("signal 9")
                .withMessageContaining("out of memory")
                .matches(e -> e.sent() == DeliveryException.Sent.PERHAPS);
        assertThat(events.end()).contains("signal 9");
        assertThat(connection.isOpen()).isFalse();
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                .matches(e -> e.sent() == DeliveryException.Sent.NEVER);
    }

    @Test
    void a_line_that_is_too_long_fails_its_call_and_the_connection_lives() {
        try (Connection connection = connect(OLD_SERVER
                + "read -r call\nhead -c 200000 /dev/zero | tr '\\0' a | sed 's/^/{\"id\":2,/'\necho\n"
                + "read -r call\necho '{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"tools\":[]}}'\ncat >/dev/null\n")) {
            assertThatExceptionOfType(DeliveryException.class)
                    .isThrownBy(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")))
                    .withMessageContaining("more than 100000 bytes");
            assertThat(connection.handle(TestClient.plain().exchange("tools/list", "{}")))
                    .isEqualTo(json("{'tools': []}"));
        }
    }

    @Test
    void closing_the_connection_ends_the_process() {
        Connection connection = connect(OLD_SERVER + "cat >/dev/null\n");
        Background<ObjectNode> call =
                Background.of(() -> connection.handle(TestClient.plain().exchange("tools/call", "{}")));

        connection.close();

        assertThatExceptionOfType(DeliveryException.class).isThrownBy(call::result);
        assertThat(connection.isOpen()).isFalse();
    }

    private Connection connect(String script) {
        return connector(script).connect(request());
    }

    private StdioConnector connector(String script) {
        LinkLimits link = LinkLimits.DEFAULT.with(Duration.ofMillis(500), Duration.ofSeconds(2));
        ChildLimits limits =
                new ChildLimits(100_000, 16, Duration.ofSeconds(5), ComplaintLimits.DEFAULT, ShutdownLimits.DEFAULT);
        Command command = Command.of("bash", "-c", script).with(Isolation.NONE);
        return new StdioConnector(new StdioConfig("scripted", command, null, limits, link), children);
    }

    private ConnectRequest request() {
        return new ConnectRequest(ClientCapabilities.NONE, ScopeKey.SHARED, events);
    }
}
