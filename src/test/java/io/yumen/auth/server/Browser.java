package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.WebForm;
import io.yumen.secret.Randoms;
import io.yumen.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of a browser as it takes: cookies, forms, and redirects that are looked at. Used by the tests of whole gateways, too. */
public final class Browser implements AutoCloseable {
    /** The password of everybody whom it logs in. */
    public static final Secret PASSWORD = Desk.PASSWORD;

    public static final String VERIFIER = "v".repeat(43);

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\">");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String site;

    public Browser(String site) {
        this.site = site;
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    /** That method, without a body. */
    HttpResponse<String> send(String method, String path) {
        return send(HttpRequest.newBuilder().method(method, HttpRequest.BodyPublishers.noBody()), path);
    }

    public HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request, path);
    }

    public HttpResponse<String> postJson(String path, String body) {
        return send(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                path);
    }

    /** Logs in on that page, which asked for it. */
    public HttpResponse<String> logIn(HttpResponse<String> page, String name) {
        Map<String, String> form = hidden(page);
        form.put("name", name);
        form.put("password", PASSWORD.reveal());
        return post("/account/login", form);
    }

    /** The page that asks whether a client may act for that user, who logs in first. */
    public HttpResponse<String> question(String name, String client) {
        HttpResponse<String> in = logIn(get(authorize(client, "")), name);
        assertThat(in.statusCode()).isEqualTo(303);
        HttpResponse<String> question = get(in.headers().firstValue("Location").orElseThrow());
        assertThat(question.body()).contains("Allow");
        return question;
    }

    /** The query with which a browser comes back when its user allows it. */
    public Map<String, String> allow(HttpResponse<String> question) {
        HttpResponse<String> back = answer(question, "allow");
        assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
        return query(back);
    }

    public HttpResponse<String> answer(HttpResponse<String> question, String answer) {
        Map<String, String> form = hidden(question);
        form.put("answer", answer);
        return post("/authorize", form);
    }

    /** What the token endpoint gives that client for the code with which a browser came back. */
    public JsonNode exchange(Map<String, String> back, String client) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", back.get("code"));
        form.put("client_id", client);
        form.put("redirect_uri", Desk.CALLBACK);
        form.put("code_verifier", VERIFIER);
        return JsonMapper.shared().readTree(post("/token", form).body());
    }

    public static String authorize(String client, String more) {
        return "/authorize?response_type=code&client_id=" + URLEncoder.encode(client, StandardCharsets.UTF_8)
                + "&redirect_uri=" + URLEncoder.encode(Desk.CALLBACK, StandardCharsets.UTF_8)
                + "&state=s1&code_challenge=" + challenge() + "&code_challenge_method=S256" + more;
    }

    public static Map<String, String> query(HttpResponse<String> redirect) {
        String query = URI.create(redirect.headers().firstValue("Location").orElseThrow())
                .getRawQuery();
        return WebForm.read(query).fields().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getFirst()));
    }

    public static Map<String, String> hidden(HttpResponse<String> page) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher matcher = HIDDEN.matcher(page.body());
        while (matcher.find()) {
            fields.putIfAbsent(matcher.group(1), matcher.group(2).replace("&amp;", "&"));
        }
        return fields;
    }

    public static String challenge() {
        return Randoms.challenge(VERIFIER);
    }

    /** What it keeps of cookies. */
    public List<String> cookies() {
        return List.copyOf(cookies.values());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> response = http.send(
                    request.uri(URI.create(site + path))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(cookie -> {
                String pair = cookie.substring(0, cookie.indexOf(';'));
                cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            });
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
