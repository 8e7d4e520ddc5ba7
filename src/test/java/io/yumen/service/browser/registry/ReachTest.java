package io.yumen.service.browser.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses of browsers can be registered, however they are spelled. */
final class ReachTest {
    private static final List<AllowedPlace> EVERYTHING =
            List.of(AllowedPlace.of("0.0.0.0/0:1-65535"), AllowedPlace.of("[::/0]:1-65535"));
    private static final List<AllowedPlace> OFFICE = List.of(AllowedPlace.of("10.1.0.0/16:9222"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "127.0.0.1:9222",
                "//127.0.0.1:9222",
                "http://127.0.0.1",
                "http://127.0.0.1:",
                "http://127.0.0.1:0",
                "http://127.0.0.1:65536",
                "http://127.0.0.1:-1",
                "http://:9222",
                "http://user@127.0.0.1:9222",
                "http://user:secret@127.0.0.1:9222",
                "http://127.0.0.1:9222/json",
                "http://127.0.0.1:9222/?q",
                "http://127.0.0.1:9222?q",
                "http://127.0.0.1:9222#f",
                "http://127.0.0.1:9222\\@10.1.0.1:9222",
                "http://127.0.0.1:9222 ",
                "http://127.0.0.1:9222\r\nHost: x",
                "https://127.0.0.1:9222",
                "wss://127.0.0.1:9222",
                "file:///etc/passwd",
                "gopher://127.0.0.1:9222",
                "javascript:alert(1)",
                "http://[fe80::1%25eth0]:9222",
                "http://[::1:9222",
                "http://exa mple:9222",
                "http://exämple:9222"
            })
    void what_is_more_or_less_than_a_host_and_a_port_is_no_address(String text) {
        assertThat(BrowserUrl.parse(text)).isEmpty();
    }

    /** None of these can be allowed, not even by an operator who allows everything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2",
                "169.254.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "239.255.255.250",
                "255.255.255.255",
                "240.0.0.1",
                "192.0.2.1",
                "198.18.0.1",
                "[::]",
                "[fe80::1]",
                "[fe80::a9fe:a9fe]",
                "[fd00:ec2::254]",
                "[fd20:ce::254]",
                "[ff02::1]",
                "[::ffff:169.254.169.254]",
                "[::ffff:a9fe:a9fe]",
                "[::169.254.169.254]",
                "[64:ff9b::169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "[64:ff9b::7f00:1]",
                "[2002:a9fe:a9fe::1]",
                "[2002:7f00:1::1]",
                "[2001:db8::1]",
                "metadata",
                "metadata.google.internal",
                "METADATA.GOOGLE.INTERNAL",
                "metadata.google.internal.",
                "metadata.goog",
                "instance-data"
            })
    void what_no_browser_of_a_user_can_be_at_is_refused_whatever_is_allowed(String host) {
        Reach reach = new Reach(() -> EVERYTHING, place -> false, ReachTest::literalOrPublic);

        assertThat(BrowserUrl.parse("http://" + host + ":9222").flatMap(reach::pin))
                .isEmpty();
    }

    /** Other ways to write 169.254.169.254 and 127.0.0.1, as resolvers of this and that machine take them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2852039166",
                "0xa9fea9fe",
                "0xa9.0xfe.0xa9.0xfe",
                "0251.0376.0251.0376",
                "169.16689662",
                "169.254.43518",
                "2130706433",
                "0x7f000001",
                "017700000001",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "0"
            })
    void another_spelling_of_an_address_is_no_way_around(String host) {
        Reach reach = new Reach(() -> OFFICE, place -> false);

        assertThat(BrowserUrl.parse("http://" + host + ":9222").flatMap(reach::pin))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "10.2.0.1", "192.168.1.1", "172.16.0.1", "8.8.8.8", "[2600::1]"})
    void what_the_operator_does_not_allow_is_refused(String host) {
        BrowserUrl url = BrowserUrl.parse("http://" + host + ":9222").orElseThrow();

        assertThat(new Reach(List::of, place -> false, ReachTest::literalOrPublic).pin(url))
                .isEmpty();
        assertThat(new Reach(() -> OFFICE, place -> false, ReachTest::literalOrPublic).pin(url))
                .isEmpty();
    }

    @Test
    void what_the_operator_allows_is_pinned_at_its_port_only() {
        Reach reach = new Reach(() -> OFFICE, place -> false, ReachTest::literalOrPublic);

        assertThat(reach.pin(new BrowserUrl("10.1.2.3", 9222)))
                .contains(new InetSocketAddress(InetAddress.ofLiteral("10.1.2.3"), 9222));
        assertThat(reach.pin(new BrowserUrl("10.1.2.3", 9223))).isEmpty();
        assertThat(reach.pin(new BrowserUrl("10.1.2.3", 22))).isEmpty();
    }

    @Test
    void all_addresses_of_a_name_must_be_allowed() {
        Reach reach = new Reach(() -> OFFICE, place -> false, host ->
                new InetAddress[] {InetAddress.ofLiteral("10.1.2.3"), InetAddress.ofLiteral("10.2.0.1")});

        assertThat(reach.pin(new BrowserUrl("browser.example", 9222))).isEmpty();
    }

    @Test
    void a_name_is_resolved_once_and_its_second_answer_is_not_heard() {
        AtomicInteger asked = new AtomicInteger();
        Reach reach = new Reach(() -> OFFICE, place -> false, host ->
                new InetAddress[] {InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "10.1.2.3" : "127.0.0.1")});

        assertThat(reach.pin(new BrowserUrl("rebinding.example", 9222))
                        .orElseThrow()
                        .getAddress())
                .isEqualTo(InetAddress.ofLiteral("10.1.2.3"));
        assertThat(asked).hasValue(1);
        assertThat(reach.pin(new BrowserUrl("rebinding.example", 9222))).isEmpty();
    }

    @Test
    void a_name_without_addresses_is_refused() {
        Reach none = new Reach(() -> EVERYTHING, place -> false, host -> new InetAddress[0]);
        Reach unknown = new Reach(() -> EVERYTHING, place -> false, host -> {
            throw new UnknownHostException(host);
        });

        assertThat(none.pin(new BrowserUrl("browser.example", 9222))).isEmpty();
        assertThat(unknown.pin(new BrowserUrl("browser.example", 9222))).isEmpty();
    }

    @Test
    void the_gateway_itself_is_no_browser() {
        Reach reach = new Reach(() -> EVERYTHING, place -> place.getPort() == 8080, ReachTest::literalOrPublic);

        assertThat(reach.pin(new BrowserUrl("127.0.0.1", 8080))).isEmpty();
        assertThat(reach.pin(new BrowserUrl("127.0.0.1", 9222))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/8",
                "10.0.0.0/8:",
                "10.0.0.0/8:0",
                "10.0.0.0/8:70000",
                "10.0.0.0/8:2-1",
                "fd00::/8:1",
                "example.com:9222",
                "10.0.0.0/33:1",
                "[10.0.0.0/8:1",
                "*:9222"
            })
    void what_is_no_place_is_told_so(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AllowedPlace.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8:9222", "10.1.2.3:9222", "[fd00:1::/64]:9222", "127.0.0.1/32:9000-9100"})
    void a_place_is_written_as_it_is_read(String text) {
        assertThat(AllowedPlace.of(text)).hasToString(text);
    }

    @FuzzTest(maxDuration = "20s")
    void any_address_is_read_again_as_it_is_written(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String url : List.of(text, "http://" + text + ":9222", "http://[" + text + "]:9222")) {
            BrowserUrl.parse(url)
                    .ifPresent(read ->
                            assertThat(BrowserUrl.parse(read.toString())).contains(read));
        }
        try {
            AllowedPlace place = AllowedPlace.of(text);
            assertThat(AllowedPlace.of(place.toString())).hasToString(place.toString());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static InetAddress[] literalOrPublic(String host) {
        try {
            return new InetAddress[] {InetAddress.ofLiteral(host)};
        } catch (IllegalArgumentException e) {
            return new InetAddress[] {InetAddress.ofLiteral("8.8.8.8")};
        }
    }
}
