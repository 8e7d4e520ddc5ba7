package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.access.Handle.Held;
import io.yumen.access.Handle.Reach;
import io.yumen.auth.server.Browser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What our own authorization server gives out: each person here has a browser that is logged in as a user of the tenant. */
final class LoginHandles implements AutoCloseable {
    private static final String CALLBACK = "http://127.0.0.1:7777/callback";

    private final Locked gateway;
    private final Map<String, Browser> browsers = new HashMap<>();

    LoginHandles(Locked gateway) {
        this.gateway = gateway;
    }

    Stream<Handle> all() {
        return Stream.of(
                Handle.refused("code of a client", "`POST /token` by another client", this::code),
                Handle.refused(
                        "refresh token of a client",
                        "`POST /token` by another client",
                        owner -> refresh(owner, (who, token) -> form("/token", "refresh_token", token, "other"))),
                Handle.refused(
                        "refresh token of a client",
                        "`POST /revoke` by another client",
                        owner -> refresh(owner, (who, token) -> form("/revoke", "token", token, "other"))),
                Handle.refused("question of consent", "`POST /authorize` in another browser", this::consent),
                Handle.refused("what a user allowed", "`POST /account/grant`", this::grant),
                Handle.refused("form of a browser", "`POST /account/logout` in another browser", this::form));
    }

    private Held code(Person owner) throws IOException {
        String code = newCode(owner);
        return new Handle.Simple(
                code,
                (who, id) -> form("/token", "code", id, "other"),
                // Whoever showed it had no right to it: it is over, and gives nobody anything.
                () -> assertThat(form("/token", "code", code, "editor").body()).contains("invalid_grant"));
    }

    private Held refresh(Person owner, Reach reach) throws IOException {
        JsonNode tokens = Person.read(form("/token", "code", newCode(owner), "editor"));
        String token = tokens.path("refresh_token").asString();
        return new Handle.Simple(
                token,
                reach,
                () -> assertThat(
                                form("/token", "refresh_token", token, "editor").body())
                        .contains("access_token"));
    }

    private Held consent(Person owner) throws IOException {
        Browser browser = browser(owner);
        HttpResponse<String> page = browser.get(Browser.authorize("editor", ""));
        return new Handle.Simple(
                Browser.hidden(page).get("question"),
                (who, id) -> {
                    Map<String, String> form = Browser.hidden(browser(who).get(Browser.authorize("editor", "")));
                    form.put("question", id);
                    form.put("answer", "allow");
                    return answer(browser(who).post("/authorize", form));
                },
                () -> assertThat(browser.allow(page)).containsKey("code"));
    }

    private Held grant(Person owner) throws IOException {
        form("/token", "code", newCode(owner), "editor");
        Browser browser = browser(owner);
        String id = Browser.hidden(browser.get("/account")).get("grant");
        return new Handle.Simple(
                id,
                (who, other) -> {
                    Map<String, String> form = Browser.hidden(browser(who).get("/account"));
                    form.put("grant", other);
                    return answer(browser(who).post("/account/grant", form));
                },
                () -> assertThat(browser.get("/account").body()).contains(id));
    }

    private Held form(Person owner) throws IOException {
        Browser browser = browser(owner);
        String mark = Browser.hidden(browser.get("/account")).get("form");
        return new Handle.Simple(
                mark,
                (who, other) -> answer(browser(who).post("/account/logout", Map.of("form", other))),
                () -> assertThat(browser.get("/account").body()).contains("Your account"));
    }

    private String newCode(Person owner) throws IOException {
        Browser browser = browser(owner);
        return browser.allow(browser.get(Browser.authorize("editor", ""))).get("code");
    }

    /** What is answered to a client that shows that. */
    private RawHttp.Answer form(String path, String name, String value, String client) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", name.equals("code") ? "authorization_code" : "refresh_token");
        form.put(name, value);
        form.put("client_id", client);
        form.put("redirect_uri", CALLBACK);
        form.put("code_verifier", Browser.VERIFIER);
        try (Browser anybody = new Browser(gateway.site())) {
            return answer(anybody.post(path, form));
        }
    }

    /** The browser of a user of that tenant, who is logged in. */
    private Browser browser(Person person) throws IOException {
        String user = person.name() + "-" + person.tenant();
        Browser known = browsers.get(user);
        if (known != null) {
            return known;
        }
        gateway.operate(
                "POST /api/v1/users",
                "{\"name\": \"%s\", \"tenant\": \"%s\", \"roles\": [], \"password\": \"%s\"}"
                        .formatted(user, person.tenant(), Defect.PASSWORD));
        Browser browser = new Browser(gateway.site());
        browser.logIn(browser.get("/account/login"), user);
        browsers.put(user, browser);
        return browser;
    }

    private static RawHttp.Answer answer(HttpResponse<String> response) {
        String place = response.headers().firstValue("Location").orElse("");
        return new RawHttp.Answer(response.statusCode(), place, response.body());
    }

    @Override
    public void close() {
        browsers.values().forEach(Browser::close);
    }
}
