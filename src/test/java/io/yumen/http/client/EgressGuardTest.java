package io.yumen.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.client.EgressGuard.Allowance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {
    private static final EgressGuard INTERNET = new EgressGuard(Set.of());
    private static final EgressGuard ANYWHERE = new EgressGuard(Set.of(Allowance.LOOPBACK, Allowance.PRIVATE));
    private static final Origin SECURE = new Origin("https", "named", 443);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.2",
                "127.1",
                "127.0.1",
                "127.255.255.255",
                "2130706433",
                "0",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "169.254.169.254",
                "169.254.0.1",
                "169.254.170.2",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "::10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:7f00:0001::1",
                "2002:a00:1::",
                "2002:a9fe:a9fe::",
                "2002:c0a8:1::",
                "2001::1",
                "2001:0:7f00:1::",
                "2001:db8::1",
                "2001:10::1",
                "fc00::1",
                "fd00::1",
                "fd12:3456:789a::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fe80::1",
                "fe80::a9fe:a9fe",
                "fec0::1",
                "ff02::1",
                "ff0e::1",
                "100::1",
                "3fff::1",
                "5f00::1",
                "4000::1",
                "::2"
            })
    void no_spelling_of_an_address_that_is_not_public_gets_out(String spelling) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(spelling);

        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> INTERNET.check(SECURE, address))
                .matches(e -> e.code() == Code.ADDRESS_REFUSED && e.neverSent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "2400::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "2001:200::1"
            })
    void public_addresses_get_out_with_tls_only(String spelling) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(spelling);

        assertThatNoException().isThrownBy(() -> INTERNET.check(SECURE, address));
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> ANYWHERE.check(new Origin("http", "named", 80), address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "fd00:ec2::254",
                "fe80::1",
                "64:ff9b::127.0.0.1",
                "2002:7f00:1::",
                "0.0.0.0",
                "::",
                "100.100.100.200",
                "168.63.129.16",
                "224.0.0.1"
            })
    void some_addresses_never_get_out(String spelling) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(spelling);

        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> ANYWHERE.check(SECURE, address));
    }

    @Test
    void private_networks_and_this_machine_are_reached_where_that_is_allowed() throws UnknownHostException {
        EgressGuard network = new EgressGuard(Set.of(Allowance.PRIVATE));
        EgressGuard machine = new EgressGuard(Set.of(Allowance.LOOPBACK));
        InetAddress near = InetAddress.getByName("10.1.2.3");
        InetAddress here = InetAddress.getByName("127.0.0.1");

        assertThatNoException().isThrownBy(() -> network.check(SECURE, near));
        assertThatNoException().isThrownBy(() -> machine.check(new Origin("http", "localhost", 80), here));
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> network.check(SECURE, here));
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> machine.check(SECURE, near));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f.1",
                "0x7f000001",
                "0177.0.0.1",
                "017700000001",
                "localhost",
                "LOCALHOST",
                "localhost.",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "0",
                "0.0.0.0",
                "[::]"
            })
    void nothing_reaches_a_listener_on_this_machine(String host) throws IOException {
        RelayClientConfig config = RelayClientConfig.defaults().with(INTERNET);
        try (ServerSocket canary = new ServerSocket();
                RelayClient client = RelayClient.create(config)) {
            canary.bind(new InetSocketAddress("127.0.0.1", 0));
            for (String scheme : Set.of("http", "https")) {
                URI url = URI.create(scheme + "://" + host + ":" + canary.getLocalPort() + "/");
                assertThatExceptionOfType(RuntimeException.class)
                        .isThrownBy(() -> client.send(
                                RelayRequest.get(Endpoint.of(url), Headers.none()),
                                CallControl.within(Duration.ofSeconds(5))));
            }
            canary.setSoTimeout(20);
            assertThat(hasCaller(canary)).isFalse();
        }
    }

    private static boolean hasCaller(ServerSocket canary) throws IOException {
        try (Socket caller = canary.accept()) {
            return caller.isConnected();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
