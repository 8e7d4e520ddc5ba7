package io.yumen.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.Headers;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "http://Example.COM, http, example.com, 80, example.com, /",
        "https://h/a%20b?c=d#e, https, h, 443, h, /a%20b?c=d",
        "HTTP://h:8080/, http, h, 8080, h:8080, /",
        "https://h:80/x, https, h, 80, h:80, /x",
        "http://[::1]:3000/mcp, http, ::1, 3000, [::1]:3000, /mcp",
        "http://127.0.0.1?q, http, 127.0.0.1, 80, 127.0.0.1, /?q"
    })
    void a_url_is_taken_apart(String url, String scheme, String host, int port, String authority, String target) {
        Endpoint endpoint = Endpoint.of(URI.create(url));
        assertThat(endpoint).isEqualTo(new Endpoint(new Origin(scheme, host, port), target));
        assertThat(endpoint.origin().authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "file:///etc/passwd", "/relative", "http:///x", "http://u:p@h/", "mailto:a@b"})
    void a_url_that_cannot_be_reached_is_refused(String url) {
        assertThatThrownBy(() -> Endpoint.of(URI.create(url))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a b", "/a\r\nHost: x", "/\u0000", "/\u00e9", "/a#b"})
    void a_target_that_could_break_out_is_refused(String target) {
        assertThatThrownBy(() -> new Endpoint(new Origin("http", "h", 80), target))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headers_that_frame_the_message_are_the_clients_own() {
        Endpoint endpoint = Endpoint.of(URI.create("http://h/"));
        for (String name : new String[] {"HOST", "content-length", "Transfer-Encoding", "Connection", "Upgrade"}) {
            assertThatThrownBy(() -> RelayRequest.get(endpoint, Headers.of(name, "x")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
