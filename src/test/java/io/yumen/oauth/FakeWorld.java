package io.yumen.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.secret.Sealer;
import io.yumen.secret.Secret;
import io.yumen.tenant.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A server with its authorization server, which say what a test wants, and a user of an OAuth client before them. */
final class FakeWorld implements AutoCloseable {
    static final URI OURS = URI.create("http://127.0.0.1:9");

    private final HttpServer listener;
    private final Map<String, Function<String, Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> shelf = new ConcurrentHashMap<>();
    private final OAuth oauth;
    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

    /** What is answered at a path. */
    record Answer(int status, String body, Map<String, String> headers) {
        static Answer json(String body) {
            return new Answer(200, body.replace('\'', '"'), Map.of("Content-Type", "application/json"));
        }

        static Answer error(String code) {
            return new Answer(400, "{\"error\":\"" + code + "\"}", Map.of());
        }
    }

    FakeWorld() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        listener.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        listener.createContext("/", this::answer);
        listener.start();
        oauth = new OAuth(documents(), new Vault(new MapShelf(), Sealer.ephemeral()), () -> OURS, () -> now);
        at("/.well-known/oauth-protected-resource/mcp", json("{'resource':'%s/mcp','authorization_servers':['%s']}"));
        metadata("");
        at("/register", json("{'client_id':'registered'}"));
        at("/token", json("{'access_token':'first','token_type':'Bearer','refresh_token':'again','expires_in':600}"));
    }

    static Documents documents() {
        return new Documents(
                OAuthLimits.DEFAULT,
                guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)));
    }

    /** The authorization server's metadata, with those members in place of the usual ones. */
    void metadata(String members) {
        at(
                "/.well-known/oauth-authorization-server",
                json("{'issuer':'%1$s'," + (members.isEmpty() ? "" : members + ",")
                        + (members.contains("authorization_endpoint")
                                ? ""
                                : "'authorization_endpoint':'%1$s/authorize',")
                        + (members.contains("code_challenge") ? "" : "'code_challenge_methods_supported':['S256'],")
                        + "'token_endpoint':'%1$s/token','registration_endpoint':'%1$s/register',"
                        + "'token_endpoint_auth_methods_supported':['none']}"));
    }

    void at(String path, Function<String, Answer> answer) {
        answers.put(path, answer);
    }

    void at(String path, Answer answer) {
        at(path, body -> answer);
    }

    /** A document; {@code %s} stands for this world's origin. */
    Answer json(String text) {
        return Answer.json(text.contains("%1$s") ? text.replace("%1$s", origin()) : text.replace("%s", origin()));
    }

    String origin() {
        return "http://127.0.0.1:" + listener.getAddress().getPort();
    }

    URI url() {
        return URI.create(origin() + "/mcp");
    }

    OAuth oauth() {
        return oauth;
    }

    Logins logins() {
        return oauth.at(new OAuthConfig("fake", url()));
    }

    /** Exchanges tokens of that issuer for others at the server. */
    Exchanger exchanger(String issuer, Optional<String> audience, String... scopes) {
        Grant.OnBehalf grant = new Grant.OnBehalf("urn:ietf:params:oauth:token-type:access_token", audience);
        OAuthConfig.ClientConfig client =
                new OAuthConfig.ClientConfig("gateway", new Secret("gateway's secret"), null, null);
        OAuthConfig.Policy policy = new OAuthConfig.Policy(List.of(scopes), issuer, Set.of());
        return oauth.exchanger(new OAuthConfig("fake", url(), grant, client, policy), grant);
    }

    Instant now() {
        return now;
    }

    /** What was asked: path, and body. */
    List<String> asked(String path) {
        return asked.stream().filter(line -> line.startsWith(path)).toList();
    }

    /** What lies in the vault as others would see it. */
    String shelf() {
        return shelf.toString();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** The server refuses a request that was sent with what the login has now. */
    Renewal refuse(Login login, int status, String challenge) {
        return login.renew(new RefusedRequest(status, Headers.of("WWW-Authenticate", challenge), sent(login)));
    }

    Headers sent(Login login) {
        return login.headers("POST", Endpoint.of(url()));
    }

    /** The query that the user's browser would bring back. */
    Map<String, String> comeBack(Visit visit, String... more) {
        Map<String, String> query = new HashMap<>(Map.of("state", query(visit).get("state"), "code", "code"));
        for (int i = 0; i < more.length; i += 2) {
            query.put(more[i], more[i + 1]);
        }
        return query;
    }

    /** That user's browser comes back with that query. */
    Visits.Ending finish(Principal user, Map<String, String> query) {
        return oauth.visits().finish(new Visit.Browser(Optional.of(user), name -> "", owner -> true), query);
    }

    /** The query with which the browser is sent to the authorization server. */
    Map<String, String> query(Visit visit) {
        URI page = oauth.visits().of(visit.id()).orElseThrow().authorization();
        return form(page.getRawQuery());
    }

    static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        oauth.close();
        listener.stop(0);
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(path + " " + body);
            Answer answer = answers.getOrDefault(path, ignored -> new Answer(404, "", Map.of()))
                    .apply(body);
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class MapShelf implements Shelf {
        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(shelf.get(key));
        }

        @Override
        public void put(String key, String sealed) {
            shelf.put(key, sealed);
        }

        @Override
        public void remove(String key) {
            shelf.remove(key);
        }
    }
}
