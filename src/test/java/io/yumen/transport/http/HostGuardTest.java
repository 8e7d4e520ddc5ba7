package io.yumen.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests of pages are refused, whatever they ask for. */
class HostGuardTest {
    private final ServedMcp mcp = new ServedMcp();

    @AfterEach
    void end() {
        mcp.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example\n",
                "Host: localhost.\n",
                "Host: localhost.evil.example\n",
                "Origin: https://evil.example\n",
                "Origin: http://localhost@evil.example\n",
                "Origin: null\n",
                "Origin: http://localhost\nOrigin: https://evil.example\n",
                "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: image\n",
            })
    void a_foreign_page_is_refused(String headers) {
        assertThat(status(headers)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Origin: http://localhost:5173\nSec-Fetch-Site: cross-site\n",
                "Origin: https://app.example\nSec-Fetch-Site: cross-site\n",
                "Sec-Fetch-Site: same-origin\n",
                "Sec-Fetch-Site: none\n",
            })
    void programs_and_pages_that_may_are_answered(String headers) {
        assertThat(status(headers)).isNotEqualTo(403);
    }

    @Test
    void a_message_that_breaks_a_limit_of_the_parser_is_no_bug_of_ours() {
        String deep = "[".repeat(6_000);
        String form = "Content-Type: application/json\nAccept: application/json, text/event-stream\n";
        for (String body :
                new String[] {deep, "{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(5_000) + ",\"method\":\"ping\"}"}) {
            try (Wire wire = Wire.send(mcp.port(), "POST", "/mcp", form, body)) {
                assertThat(wire.status()).isEqualTo(400);
            }
        }
    }

    private int status(String headers) {
        try (Wire wire = Wire.send(mcp.port(), "GET", "/mcp", headers, "")) {
            return wire.status();
        }
    }
}
