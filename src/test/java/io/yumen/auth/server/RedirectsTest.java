package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where browsers may be sent with a code, and what people are told of it. */
class RedirectsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/callback",
                "https://app.example/callback?x=1",
                "http://127.0.0.1/callback",
                "http://[::1]:8080/callback",
                "http://localhost:1/",
                "http://LocalHost/",
                "com.example.app:/callback",
                "vscode://ext/callback"
            })
    void these_are_places_of_clients(String redirect) {
        assertThat(Redirects.objection(redirect)).isEmpty();
        assertThat(Redirects.matches(redirect, redirect)).isTrue();
        assertThat(Redirects.matches(redirect, redirect + "x")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | A redirect URI has 1 to 512 characters",
                "a b | The redirect URI is no URI",
                "/callback | A redirect URI is absolute, and has neither fragment nor user name",
                "https://a.example/#x | A redirect URI is absolute, and has neither fragment nor user name",
                "https://u@a.example/ | A redirect URI is absolute, and has neither fragment nor user name",
                "https:/callback | A redirect URI of https has a host",
                "HTTP://a.example/ | A redirect URI of http is on the user's own machine",
                "http://127.0.0.2/ | A redirect URI of http is on the user's own machine",
                "http:/x | A redirect URI of http is on the user's own machine",
                "JavaScript:/x | The scheme of the redirect URI is not allowed: one of a program has a dot",
                "intent:/x | The scheme of the redirect URI is not allowed: one of a program has a dot",
                "myapp:x | The scheme of the redirect URI is not allowed: one of a program has a dot",
            })
    void these_are_not(String redirect, String why) {
        assertThat(Redirects.objection(redirect)).startsWith(why);
    }

    @Test
    void the_longest_is_that_long() {
        String longest = "https://a.example/" + "x".repeat(512 - 18);

        assertThat(Redirects.objection(longest)).isEmpty();
        assertThat(Redirects.objection(longest + "x")).isEqualTo("A redirect URI has 1 to 512 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/c, http://127.0.0.1:1234/c, true",
        "http://[::1]:1/c, http://[::1]:2/c, true",
        "http://127.0.0.1/c?a=1, http://127.0.0.1:1234/c?a=1, true",
        "http://127.0.0.1/c?a=1, http://127.0.0.1:1234/c?a=2, false",
        "http://127.0.0.1/c?a=1, http://127.0.0.1:1234/c, false",
        "http://127.0.0.1/c, http://127.0.0.1:1234/d, false",
        "http://127.0.0.1/c, http://[::1]:1234/c, false",
        "http://127.0.0.1/c, https://127.0.0.1:1234/c, false",
        "http://127.0.0.1/c, http://127.0.0.1:1234/c#x, false",
        "http://localhost/c, http://localhost:1234/c, false",
        "https://127.0.0.1/c, https://127.0.0.1:1234/c, false",
        "https://a.example/c, https://a.example:444/c, false",
        "myapp:/c, myapp:/d, false",
    })
    void of_a_loopback_address_alone_the_port_may_differ(String registered, String asked, boolean matches) {
        assertThat(Redirects.matches(registered, asked)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://app.example:8443/c | app.example | false | https://app.example:8443",
                "https://[2001:db8::1]/c | [2001:db8::1] | false | https:",
                "https://localhost/c | a program on this computer | true | https://localhost",
                "http://127.0.0.1:7/c | a program on this computer | true | http://127.0.0.1:7",
                "http://LOCALHOST:7/c | a program on this computer | true | http://LOCALHOST:7",
                "http://[::1]:7/c | a program on this computer | true | http:",
                "vscode://ext/c | a program on this computer that opens vscode: links | true | vscode:",
                "myapp:/c | a program on this computer that opens myapp: links | true | myapp:",
            })
    void people_are_told_where_it_leads(String redirect, String shown, boolean ofMachine, String source) {
        assertThat(Redirects.shown(redirect)).isEqualTo(shown);
        assertThat(Redirects.isOfMachine(redirect)).isEqualTo(ofMachine);
        assertThat(Redirects.source(redirect)).isEqualTo(source);
    }

    @Test
    void a_client_has_an_id_a_name_and_places() {
        List<String> ten = Collections.nCopies(10, Desk.CALLBACK);
        assertThat(new Client("c", "n".repeat(80), ten, Client.Origin.CONFIGURED).redirects())
                .hasSize(10);

        String names = "A client has an id, and a name of 1 to 80 characters";
        assertThatThrownBy(() -> new Client("", "n", ten, Client.Origin.CONFIGURED))
                .hasMessage(names);
        assertThatThrownBy(() -> new Client("c", " ", ten, Client.Origin.CONFIGURED))
                .hasMessage(names);
        assertThatThrownBy(() -> new Client("c", "n".repeat(81), ten, Client.Origin.CONFIGURED))
                .hasMessage(names);
        String places = "A client has 1 to 10 redirect URIs";
        assertThatThrownBy(() -> new Client("c", "n", List.of(), Client.Origin.CONFIGURED))
                .hasMessage(places);
        assertThatThrownBy(() -> new Client("c", "n", Collections.nCopies(11, Desk.CALLBACK), Client.Origin.CONFIGURED))
                .hasMessage(places);
        assertThatThrownBy(() -> new Client("c", "n", List.of("/x"), Client.Origin.CONFIGURED))
                .hasMessageStartingWith("A redirect URI is absolute");
    }

    @Test
    void a_client_is_shown_under_a_name_that_hides_nothing() {
        assertThat(Client.shownName(" a\u202eb\u0007\u2028c ", "x")).isEqualTo("abc");
        assertThat(Client.shownName("\u200b ", "app.example")).isEqualTo("app.example");
        assertThat(Client.shownName("n".repeat(80), "x")).hasSize(80);
        assertThat(Client.shownName("n".repeat(81), "x")).hasSize(80);
    }

    @Test
    void a_server_of_no_time_or_no_place_is_none() {
        assertThat(config("https://a.example/x", 1, 1).isSecure()).isTrue();
        assertThat(config("https://a.example/x", 1, 1).path()).isEqualTo("/x");
        assertThat(config("http://a.example", 1, 1).isSecure()).isFalse();
        assertThatThrownBy(() -> config("https://a", 0, 1)).hasMessage("Tokens are good for more than no time");
        assertThatThrownBy(() -> config("https://a", 1, 0)).hasMessage("Tokens are good for more than no time");
        assertThat(limits(1, 1, 1, 1).sessions()).isOne();
        for (int i = 0; i < 4; i++) {
            int at = i;
            assertThatThrownBy(() -> limits(at == 0 ? 0 : 1, at == 1 ? 0 : 1, at == 2 ? 0 : 1, at == 3 ? 0 : 1))
                    .hasMessage("A limit is a number from 1 on");
        }
    }

    static ServerConfig config(String issuer, int tokenSeconds, int grantSeconds) {
        return new ServerConfig(
                issuer,
                Set.of("mcp"),
                Duration.ofSeconds(tokenSeconds),
                Duration.ofSeconds(grantSeconds),
                List.of(),
                EnumSet.noneOf(ServerConfig.Way.class),
                Set.of());
    }

    private static ServerLimits limits(int consents, int sessions, int requests, int documents) {
        Duration second = Duration.ofSeconds(1);
        return new ServerLimits(
                second, second, consents, second, second, sessions, requests, documents, second, second);
    }
}
