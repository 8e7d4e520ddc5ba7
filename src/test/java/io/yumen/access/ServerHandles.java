package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.access.Handle.Held;
import io.yumen.access.Handle.Reach;
import io.yumen.auth.server.Browser;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What users have at servers behind the gateway: links to log in, tokens, processes of their own. */
final class ServerHandles {
    private static final Pattern LINK = Pattern.compile("/oauth/login/([A-Za-z0-9_-]+)");
    private static final Pattern STATE = Pattern.compile("[?&]state=([^&]+)");
    private static final String AUTHORIZE = "\"name\":\"authorize_remote\",\"arguments\":{},";

    /** A server of the legacy era whose one tool counts how often it was called. */
    static final String SCRIPT = """
            count=0
            while IFS= read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id" *: *\\("[^"]*"\\|[0-9]*\\).*/\\1/p')
              case "$line" in
                *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"mine","version":"1"}}' ;;
                *'"tools/list"'*) result='{"tools":[{"name":"count","inputSchema":{"type":"object"}}]}' ;;
                *'"tools/call"'*) count=$((count + 1)); result='{"content":[{"type":"text","text":"called '$count'"}]}' ;;
                *'"ping"'*) result='{}' ;;
                *) result='' ;;
              esac
              if [ -n "$id" ] && [ -n "$result" ]; then
                printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
              elif [ -n "$id" ]; then
                printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no"}}\\n' "$id"
              fi
            done
            """;

    private final Locked authority;

    /** @param authority the gateway that is the remote server, and issues its tokens */
    ServerHandles(Locked authority) {
        this.authority = authority;
    }

    Stream<Handle> all() {
        return Stream.of(
                Handle.refused(
                        "link to log in at a server",
                        "`GET`",
                        owner -> link(owner, (who, id) -> who.send("GET /oauth/login/" + id, ""))),
                Handle.refused(
                        "link to log in at a server",
                        "`POST`",
                        owner -> link(owner, (who, id) -> who.send("POST /oauth/login/" + id, "{}"))),
                Handle.refused(
                        "`state` of a login at a server",
                        "`GET /oauth/callback`",
                        owner -> state(
                                owner,
                                (who, id) -> who.send(
                                        "GET /oauth/callback?code=c&state=" + id + "&iss=" + authority.site(), ""))));
    }

    private Held link(Person owner, Reach reach) throws IOException {
        String id = ticket(owner);
        return new Handle.Simple(
                id,
                reach,
                () -> assertThat(owner.send("GET /oauth/login/" + id, "").status())
                        .isEqualTo(303));
    }

    private Held state(Person owner, Reach reach) throws IOException {
        String page = place(owner.send("GET /oauth/login/" + ticket(owner), ""));
        Matcher state = STATE.matcher(page);
        assertThat(state.find()).as(page).isTrue();
        return new Handle.Simple(state.group(1), reach, () -> logIn(owner, page));
    }

    /** The owner logs in, and has tokens there from now on. */
    private void logIn(Person owner, String page) throws IOException {
        try (Browser browser = new Browser(authority.site())) {
            URI place = URI.create(page);
            browser.logIn(browser.get("/account/login"), "remote-user");
            String back = browser.answer(browser.get(place.getRawPath() + "?" + place.getRawQuery()), "allow")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            URI callback = URI.create(back);
            RawHttp.Answer done = owner.send("GET " + callback.getRawPath() + "?" + callback.getRawQuery(), "");
            assertThat(done.body()).contains("You are logged in");
        }
    }

    /** Has somebody log in at the remote server. */
    void logIn(Person owner) throws IOException {
        logIn(owner, place(owner.send("GET /oauth/login/" + ticket(owner), "")));
    }

    /** The name of a login that is open for that user. */
    static String ticket(Person owner) throws IOException {
        String said = owner.ask("tools/call", "authorize_remote", AUTHORIZE).body();
        Matcher link = LINK.matcher(said);
        assertThat(link.find()).as(said).isTrue();
        return link.group(1);
    }

    private static String place(RawHttp.Answer answer) {
        return answer.head()
                .lines()
                .filter(line -> line.startsWith("Location: "))
                .map(line -> line.substring("Location: ".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.toString()));
    }
}
