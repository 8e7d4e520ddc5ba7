package io.yumen.service.helm.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {
    @Test
    void hosts_addresses_and_networks_are_told_apart() {
        Bounds bounds = Bounds.of(List.of(
                "Charts.Corp.example", "registry", "my_host.test", "10.1.2.3", "10.20.0.0/16", "fd00::/8", "::1"));
        assertThat(bounds.hosts()).containsExactlyInAnyOrder("charts.corp.example", "registry", "my_host.test");
        assertThat(bounds.networks()).hasSize(4);
        assertThat(Stream.of("charts.corp.example", "registry")).allMatch(bounds::names);
        assertThat(bounds.names("corp.example")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://charts.example.com",
                "charts.example.com:443",
                "*.example.com",
                "10.0.0.0/33",
                "10.1",
                "[::1]",
                "0x7f.1",
                "",
                "a b"
            })
    void anything_else_is_told_to_the_operator(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.of(List.of(text)))
                .withMessageContaining("\"allowedHosts\" has \"" + text + "\"")
                .withMessageContaining("10.20.0.0/16");
    }
}
