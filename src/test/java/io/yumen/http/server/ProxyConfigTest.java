package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.Headers;
import io.yumen.http.Network;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed when he says who called him. */
final class ProxyConfigTest {
    private static final ProxyConfig PROXIES = ProxyConfig.at(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource({
        // peer, what it says, who it was
        "10.1.1.1, '203.0.113.7', 203.0.113.7",
        "10.1.1.1, '1.2.3.4, 203.0.113.7', 203.0.113.7",
        "10.1.1.1, '1.2.3.4, 203.0.113.7, 10.2.2.2', 203.0.113.7",
        "10.1.1.1, '10.3.3.3, 10.2.2.2', 10.3.3.3",
        "10.1.1.1, 'unknown', 0.0.0.0",
        "10.1.1.1, '203.0.113.7:4711', 0.0.0.0",
        "10.1.1.1, '127.0.0.1, localhost', 0.0.0.0",
        "10.1.1.1, '', 0.0.0.0",
        "10.1.1.1, '2001:db8::1', 2001:db8:0:0:0:0:0:1",
        "fd00::1, '203.0.113.7', 203.0.113.7",
        "198.51.100.9, '127.0.0.1', 198.51.100.9",
        "11.1.1.1, '203.0.113.7', 11.1.1.1"
    })
    void the_address_of_the_outermost_proxy_that_is_believed_counts(String peer, String said, String client) {
        InetSocketAddress from = new InetSocketAddress(Network.address(peer), 4711);

        assertThat(PROXIES.client(from, Headers.of("X-Forwarded-For", said)))
                .isEqualTo(new InetSocketAddress(Network.address(client), 4711));
        assertThat(ProxyConfig.NONE.client(from, Headers.of("X-Forwarded-For", said)))
                .isEqualTo(from);
    }

    @Test
    void whom_a_proxy_speaks_for_without_saying_so_is_nobody_that_is_known() {
        InetSocketAddress proxy = new InetSocketAddress(Network.address("10.1.1.1"), 1);
        InetSocketAddress other = new InetSocketAddress(Network.address("127.0.0.1"), 1);

        assertThat(PROXIES.client(proxy, Headers.none()).getAddress()).isEqualTo(ProxyConfig.UNKNOWN);
        assertThat(PROXIES.client(other, Headers.none())).isEqualTo(other);
    }

    @Test
    void several_header_lines_are_one_list() {
        InetSocketAddress from = new InetSocketAddress(Network.address("10.1.1.1"), 4711);
        Headers said = Headers.of("X-Forwarded-For", "127.0.0.1", "X-Forwarded-For", "203.0.113.7, 10.9.9.9");

        assertThat(PROXIES.client(from, said).getAddress()).isEqualTo(Network.address("203.0.113.7"));
    }

    @Test
    void only_proxies_that_are_believed_say_that_their_client_came_encrypted() {
        InetSocketAddress proxy = new InetSocketAddress(Network.address("10.1.1.1"), 1);
        InetSocketAddress other = new InetSocketAddress(Network.address("192.0.2.1"), 1);
        Headers https = Headers.of("X-Forwarded-Proto", "https");

        assertThat(PROXIES.saysSecure(proxy, https)).isTrue();
        assertThat(PROXIES.saysSecure(proxy, Headers.of("X-Forwarded-Proto", "http")))
                .isFalse();
        assertThat(PROXIES.saysSecure(proxy, Headers.of("X-Forwarded-Proto", "https", "X-Forwarded-Proto", "http")))
                .isFalse();
        assertThat(PROXIES.saysSecure(proxy, Headers.none())).isFalse();
        assertThat(PROXIES.saysSecure(other, https)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "fd00::/129",
                "10.0.0.0/",
                "/8",
                "::g",
                "010.0.0.1"
            })
    void what_is_no_block_of_addresses_is_refused(String block) {
        assertThatThrownBy(() -> Network.of(block))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/8");
    }
}
