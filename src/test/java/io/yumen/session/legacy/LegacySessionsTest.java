package io.yumen.session.legacy;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.RecordingOutlet;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class LegacySessionsTest {
    private static final String ALL = "{'elicitation': {}, 'sampling': {}, 'roots': {'listChanged': true}}";

    private final RecordingOutlet general = new RecordingOutlet();
    private final Identity identity = new Identity("yumen", "Yumen", "1");
    private final LegacySessions sessions = new LegacySessions(identity, LegacyLimits.DEFAULT);

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void initialize_echoes_the_revision_and_falls_back_to_the_newest_legacy_one() {
        for (String known : List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")) {
            assertThat(initialize(known).path("protocolVersion").stringValue()).isEqualTo(known);
        }
        for (String other : List.of("2026-07-28", "1999-01-01", "2024-10-07")) {
            assertThat(initialize(other).path("protocolVersion").stringValue()).isEqualTo("2025-11-25");
        }
    }

    @Test
    void initialize_says_truthfully_what_the_handler_offers_in_terms_of_the_revision() {
        ObjectNode old = initialize("2024-11-05");
        ObjectNode newest = initialize("2025-11-25");

        assertThat(old.path("capabilities").toString())
                .isEqualTo("{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true},\"logging\":{}}");
        assertThat(newest.path("capabilities").has("completions")).isTrue();
        assertThat(newest.path("serverInfo").path("name").stringValue()).isEqualTo("yumen");
        assertThat(newest.path("instructions").stringValue()).isEqualTo("Be kind");
        assertThat(newest.has("resultType")).isFalse();
    }

    @Test
    void a_malformed_initialize_is_refused() {
        Message.Request request = new Message.Request(RequestId.of(1), "initialize", json("{}"));

        assertThatThrownBy(() -> sessions.open(endpoint(exchange -> Results.empty()), Access.LOCAL, request, general))
                .isInstanceOf(RpcException.class);
    }

    @Test
    void a_client_that_says_very_much_of_itself_is_refused() {
        for (String key : List.of("clientInfo", "capabilities")) {
            ObjectNode params = json("{'protocolVersion': '2025-11-25', 'capabilities': {}, 'clientInfo': {}}");
            params.putObject(key).put("name", "x".repeat(LegacyLimits.DEFAULT.maxIntroduction()));
            Message.Request request = new Message.Request(RequestId.of(1), "initialize", params);

            assertThatThrownBy(
                            () -> sessions.open(endpoint(exchange -> Results.empty()), Access.LOCAL, request, general))
                    .hasMessage("clientInfo and capabilities of initialize have more than 32768 characters together");
        }
        assertThat(sessions.count()).isZero();
    }

    @Test
    void a_session_is_found_by_its_principal_at_its_endpoint_only() {
        LegacySession session = open("2025-11-25", exchange -> Results.empty());

        assertThat(session.id()).matches("[\\x21-\\x7e]{32}");
        assertThat(sessions.find(session.id(), Principal.LOCAL, "/mcp")).contains(session);
        assertThat(sessions.find(session.id(), new Principal(TenantId.LOCAL, "mallory"), "/mcp"))
                .isEmpty();
        assertThat(sessions.find(session.id(), Principal.LOCAL, "/servers/x/mcp"))
                .isEmpty();
        sessions.end(session);
        assertThat(sessions.find(session.id(), Principal.LOCAL, "/mcp")).isEmpty();
    }

    @Test
    void sessions_are_limited_expire_and_their_end_is_told() throws Exception {
        BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        try (LegacySessions few =
                new LegacySessions(identity, LegacyLimits.DEFAULT.withSessions(2, 1, Duration.ofMillis(50)))) {
            few.onEnd(session -> ended.add(session.id()));
            LegacySession session = few.open(
                            endpoint(exchange -> Results.empty()),
                            Access.LOCAL,
                            initializeRequest("2025-11-25"),
                            general)
                    .session();
            assertThatThrownBy(() -> few.open(
                            endpoint(exchange -> Results.empty()),
                            Access.LOCAL,
                            initializeRequest("2025-11-25"),
                            general))
                    .isInstanceOf(RpcException.class);

            assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo(session.id());
            assertThat(few.count()).isZero();
        }
    }

    private LegacySession open(String revision, Handler handler) {
        return sessions.open(endpoint(handler), Access.LOCAL, initializeRequest(revision), general)
                .session();
    }

    private ObjectNode initialize(String revision) {
        return ((Message.Result) sessions.open(
                                endpoint(exchange -> Results.empty()),
                                Access.LOCAL,
                                initializeRequest(revision),
                                general)
                        .response())
                .result();
    }

    private static Message.Request initializeRequest(String revision) {
        return new Message.Request(
                RequestId.of(0),
                "initialize",
                json("{'protocolVersion': '" + revision + "', 'capabilities': " + ALL + "}"));
    }

    /** An endpoint whose handler discovers a little and does the rest as told. */
    private static Endpoint endpoint(Handler rest) {
        return new Endpoint(
                "/mcp",
                exchange -> exchange.method().equals(Methods.DISCOVER)
                        ? json(
                                "{'resultType': 'complete', 'instructions': 'Be kind', 'capabilities':"
                                        + " {'tools': {'listChanged': true}, 'completions': {}, 'resources': {'subscribe': true}}}")
                        : rest.handle(exchange));
    }
}
