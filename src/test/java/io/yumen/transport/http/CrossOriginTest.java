package io.yumen.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a page of an allowed origin may send and read (Fetch standard, "CORS protocol"). */
class CrossOriginTest {
    private static final String PAGE = "Origin: https://app.example\n";
    private static final String FORM = "Content-Type: application/json\nAccept: application/json, text/event-stream\n";

    private final ServedMcp mcp = new ServedMcp();

    @AfterEach
    void end() {
        mcp.close();
    }

    @Test
    void a_preflight_allows_what_the_protocol_needs() {
        String asked =
                "Access-Control-Request-Method: POST\nAccess-Control-Request-Headers: content-type,mcp-param-region\n";

        try (Wire wire = Wire.send(mcp.port(), "OPTIONS", "/mcp", PAGE + asked, "")) {
            assertThat(wire.status()).isEqualTo(204);
            assertThat(wire.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            assertThat(wire.header("Access-Control-Allow-Methods")).contains("POST", "GET", "DELETE");
            assertThat(wire.header("Access-Control-Allow-Headers")).isEqualTo("content-type,mcp-param-region");
            assertThat(wire.header("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(wire.header("Vary")).contains("Origin");
        }
    }

    @Test
    void a_preflight_with_names_that_are_none_allows_the_usual_ones() {
        String asked = "Access-Control-Request-Method: POST\nAccess-Control-Request-Headers: a\"b;c\n";

        try (Wire wire = Wire.send(mcp.port(), "OPTIONS", "/mcp", PAGE + asked, "")) {
            assertThat(wire.header("Access-Control-Allow-Headers")).contains("Mcp-Session-Id", "Last-Event-ID");
        }
    }

    @Test
    void a_preflight_of_a_foreign_page_is_forbidden() {
        String asked = "Access-Control-Request-Method: POST\n";

        try (Wire wire = Wire.send(mcp.port(), "OPTIONS", "/mcp", "Origin: https://evil.example\n" + asked, "")) {
            assertThat(wire.status()).isEqualTo(403);
            assertThat(wire.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void a_page_can_read_answers_and_the_session() {
        String initialize = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
                + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"page\",\"version\":\"1\"}}}";

        try (Wire wire = Wire.send(mcp.port(), "POST", "/mcp", PAGE + FORM, initialize)) {
            assertThat(wire.status()).isEqualTo(200);
            assertThat(wire.header("Mcp-Session-Id")).isNotEmpty();
            assertThat(wire.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            assertThat(wire.header("Access-Control-Expose-Headers")).contains("Mcp-Session-Id");
        }
    }

    @Test
    void a_client_that_is_no_page_sees_nothing_of_it() {
        try (Wire wire = Wire.send(mcp.port(), "OPTIONS", "/mcp", "", "")) {
            assertThat(wire.status()).isEqualTo(405);
            assertThat(wire.header("Vary")).isEmpty();
        }
    }
}
