package io.yumen.service.helm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.client.Origin;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is led around the operator's proxy by a name that looks like this machine. */
class DetourTest {
    private final Detour detour = new Detour(URI.create("http://proxy.example:3128"));

    @AfterEach
    void close() {
        detour.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.255.0.9", "::1"})
    void this_machine_is_reached_straight(String host) {
        assertThat(detour.isWanted(new Origin("http", host, 80))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "127.1",
                "127.0x1",
                "128.0.0.1",
                "10.0.0.1",
                "::2",
                "charts.example"
            })
    void everything_else_is_reached_through_the_proxy(String host) {
        assertThat(detour.isWanted(new Origin("https", host, 443))).isTrue();
    }

    @Test
    void without_a_proxy_everything_is_reached_straight() {
        try (Detour none = new Detour(null)) {
            assertThat(none.isWanted(new Origin("https", "charts.example", 443)))
                    .isFalse();
        }
    }
}
