package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose browser may begin a login, and whose may end it. */
class LoginRoutesTest {
    private final HttpClient browser = HttpClient.newHttpClient();
    private FakeWorld world;
    private Login login;
    private HttpServer pages;
    private volatile Optional<Principal> user = Optional.empty();
    private volatile Optional<String> placeToLogIn = Optional.empty();
    private volatile boolean mayLogIn = true;

    private final class Who implements LoginRoutes.Who {
        @Override
        public Optional<Principal> of(io.yumen.http.server.HttpRequest request) {
            return user;
        }

        @Override
        public Optional<String> placeToLogIn(Principal owner, String page) {
            return placeToLogIn.map(place -> place + "?next=" + page);
        }

        @Override
        public boolean mayLogIn(Principal owner) {
            return mayLogIn;
        }
    }

    @BeforeEach
    void begin() throws IOException {
        world = new FakeWorld();
        login = world.logins().of(Principal.LOCAL);
        world.refuse(login, 401, "Bearer");
        pages = HttpServer.start(
                HttpServerConfig.loopback(0), new LoginRoutes(world.oauth().visits(), new Who()));
    }

    @AfterEach
    void end() {
        browser.shutdownNow();
        pages.drain(Duration.ZERO);
        world.close();
    }

    @Test
    void a_browser_that_shows_whose_it_is_goes_on_at_once() throws Exception {
        user = Optional.of(Principal.LOCAL);
        Visit visit = login.visit();

        assertThat(location(get(visit.link().getPath()))).startsWith(world.origin() + "/authorize?");
        HttpResponse<String> back = get(callback(visit));
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(back.body()).contains("You are logged in");
        assertThat(login.isNeeded()).isFalse();
    }

    @Test
    void a_browser_of_another_user_goes_nowhere() throws Exception {
        user = Optional.of(new Principal(TenantId.LOCAL, "other"));
        Visit visit = login.visit();

        assertThat(get(visit.link().getPath()).statusCode()).isEqualTo(404);
        assertThat(post(visit.link().getPath()).statusCode()).isEqualTo(404);
        assertThat(get(callback(visit)).statusCode()).isEqualTo(404);
        assertThat(world.asked("/token")).isEmpty();
    }

    @Test
    void a_browser_that_shows_nothing_has_its_user_confirm_for_whom() throws Exception {
        Visit visit = login.visit();
        HttpResponse<String> asked = get(visit.link().getPath());

        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("local asks", "fake", world.origin()).doesNotContain("state=");
        assertThat(asked.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("frame-ancestors 'none'");
        HttpResponse<String> confirmed = post(visit.link().getPath());
        assertThat(location(confirmed)).startsWith(world.origin() + "/authorize?");
        String cookie = confirmed.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        HttpResponse<String> back = get(callback(visit), "Cookie", "a=b; " + cookie.substring(0, cookie.indexOf(';')));
        assertThat(back.body()).contains("You are logged in");
    }

    @Test
    void a_user_who_can_log_in_here_cannot_just_confirm() throws Exception {
        placeToLogIn = Optional.of("/account/login");
        Visit visit = login.visit();
        String path = visit.link().getPath();

        assertThat(location(get(path))).isEqualTo("/account/login?next=" + path);
        assertThat(post(path).statusCode()).isEqualTo(404);
        assertThat(get(callback(visit)).statusCode()).isEqualTo(404);
        assertThat(world.asked("/token")).isEmpty();
    }

    @Test
    void only_the_browser_that_confirmed_may_come_back() throws Exception {
        Visit visit = login.visit();
        String path = visit.link().getPath();

        assertThat(get(callback(visit)).statusCode()).as("nobody has confirmed").isEqualTo(404);
        assertThat(post(path).statusCode()).isEqualTo(303);
        assertThat(get(callback(visit)).statusCode()).as("no cookie").isEqualTo(404);
        assertThat(get(callback(visit), "Cookie", visit.cookie() + "=guess").statusCode())
                .isEqualTo(404);
        assertThat(post(path).statusCode()).as("a second browser").isEqualTo(403);
        assertThat(world.asked("/token")).isEmpty();
    }

    @Test
    void nobody_goes_on_for_a_user_who_may_not_log_in() throws Exception {
        Visit visit = login.visit();
        String path = visit.link().getPath();
        String cookie = post(path).headers().firstValue("Set-Cookie").orElseThrow();
        String bound = cookie.substring(0, cookie.indexOf(';'));
        mayLogIn = false;

        assertThat(get(path).statusCode()).isEqualTo(404);
        assertThat(post(path).statusCode()).isEqualTo(404);
        assertThat(get(callback(visit), "Cookie", bound).statusCode()).isEqualTo(404);
        user = Optional.of(Principal.LOCAL);
        assertThat(get(callback(visit)).statusCode()).isEqualTo(404);
        assertThat(world.asked("/token")).isEmpty();
    }

    @Test
    void no_other_page_can_confirm() throws Exception {
        String path = login.visit().link().getPath();

        assertThat(post(path, "Origin", "https://evil.example.com").statusCode())
                .isEqualTo(403);
        assertThat(post(path, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(post(path, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(post(path, "Origin", "http://127.0.0.1:" + pages.port(), "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void what_an_authorization_server_says_is_text() throws Exception {
        user = Optional.of(Principal.LOCAL);
        Visit visit = login.visit();

        HttpResponse<String> failed =
                get(callback(visit) + "&error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E");
        assertThat(failed.statusCode()).isEqualTo(400);
        assertThat(failed.body()).contains("&lt;script&gt;").doesNotContain("<script");
    }

    private String callback(Visit visit) {
        Map<String, String> query = world.query(visit);
        return "/oauth/callback?code=c&state=" + query.get("state");
    }

    private static String location(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(303);
        return response.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().GET(), path, headers);
    }

    private HttpResponse<String> post(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()), path, headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path, String... headers)
            throws IOException, InterruptedException {
        request.uri(URI.create("http://127.0.0.1:" + pages.port() + path)).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
