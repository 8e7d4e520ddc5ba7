package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.http.Cookies;
import io.yumen.http.Headers;
import io.yumen.http.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever stands in the headers of proxies and browsers, and in lists of addresses. */
class ForwardedFuzzTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 40_000);
    private static final ProxyConfig PROXIES = ProxyConfig.at(List.of("10.0.0.0/8", "fd00::/8"));

    @FuzzTest(maxDuration = "60s")
    void any_list_of_hops_ends_at_an_address(byte[] bytes) {
        String text = text(bytes);
        Headers headers = Headers.of("X-Forwarded-For", text, "X-Forwarded-Proto", text);
        assertThat(PROXIES.client(PEER, headers).isUnresolved()).isFalse();
        assertThat(PROXIES.saysSecure(PEER, headers) && PROXIES.saysExposed(PEER, headers))
                .isFalse();
        InetSocketAddress stranger = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 40_000);
        assertThat(PROXIES.client(stranger, headers)).isEqualTo(stranger);
        assertThat(PROXIES.saysSecure(stranger, headers)).isFalse();
    }

    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_block_of_addresses_or_none(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            Network network = Network.of(text);
            assertThat(Network.of(network.toString()).holds(PEER.getAddress()))
                    .isEqualTo(network.holds(PEER.getAddress()));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_header_has_a_cookie_or_none(byte[] bytes) {
        String text = text(bytes);
        Cookies.find(Headers.of("Cookie", text), "yumen-session")
                .ifPresent(value -> assertThat(text).contains("yumen-session").contains(value));
    }

    /** Without what no header can have. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", "");
    }
}
