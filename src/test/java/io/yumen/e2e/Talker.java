package io.yumen.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client as plain as can be, of either era: a request, its answer, and a list of what else it was told. */
final class Talker implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MODERN = "2026-07-28";
    private static final String LEGACY = "2025-11-25";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final String revision;
    private final AtomicInteger ids = new AtomicInteger();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Optional<String> session = Optional.empty();

    private final String capabilities;
    private final Optional<String> key;

    private Talker(URI endpoint, String revision, String capabilities, Optional<String> key) {
        this.key = key;
        this.endpoint = endpoint;
        this.revision = revision;
        this.capabilities = capabilities;
    }

    /** A client of that era; one of the legacy era opens its session. */
    static Talker of(String era, URI endpoint) throws IOException, InterruptedException {
        return of(era, endpoint, "{}");
    }

    /** The same, with those capabilities; what it is asked it does not answer by itself. */
    static Talker of(String era, URI endpoint, String capabilities) throws IOException, InterruptedException {
        return era.equals("modern")
                ? new Talker(endpoint, MODERN, capabilities, Optional.empty())
                : legacy(new Talker(endpoint, LEGACY, capabilities, Optional.empty()));
    }

    /** A client of the legacy era, which shows that key. */
    static Talker withKey(Optional<String> key, URI endpoint) throws IOException, InterruptedException {
        return legacy(new Talker(endpoint, LEGACY, "{}", key));
    }

    /** A client of the modern era, which shows that key; a call that waits stays on the connection that it came by. */
    static Talker modern(String key, URI endpoint) {
        return new Talker(endpoint, MODERN, "{}", Optional.of(key));
    }

    private static Talker legacy(Talker talker) throws IOException, InterruptedException {
        ObjectNode params = JSON.createObjectNode().put("protocolVersion", LEGACY);
        params.set("capabilities", JSON.readTree(talker.capabilities));
        params.putObject("clientInfo").put("name", "talker").put("version", "1");
        talker.result("initialize", params);
        HttpResponse<InputStream> response =
                talker.post("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}", "", "");
        response.body().close();
        return talker;
    }

    /** The names of all tools. */
    List<String> tools() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (JsonNode tool :
                result("tools/list", JSON.createObjectNode()).path("result").path("tools")) {
            names.add(tool.path("name").asString());
        }
        return names;
    }

    /** Calls a tool and returns the whole response. */
    JsonNode call(String tool, String arguments) throws IOException, InterruptedException {
        ObjectNode params = JSON.createObjectNode().put("name", tool);
        params.set("arguments", JSON.readTree(arguments));
        return result("tools/call", params);
    }

    /** Calls a tool and returns the text of its answer, or the error. */
    String text(String tool, String arguments) throws IOException, InterruptedException {
        JsonNode response = call(tool, arguments);
        return response.has("error")
                ? response.path("error").toString()
                : response.path("result").path("content").path(0).path("text").asString("");
    }

    /** The methods of the notifications that came on the general stream. */
    List<String> heard() {
        return heard;
    }

    /** Opens the general stream, and returns when it is open. */
    void listen() throws IOException, InterruptedException {
        HttpResponse<InputStream> stream = session.isPresent() ? generalStream() : subscription();
        if (stream.statusCode() != 200) {
            throw new AssertionError("No stream: " + stream.statusCode());
        }
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = reader(stream)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    data(line)
                            .ifPresent(
                                    message -> heard.add(message.path("method").asString("")));
                }
                heard.add("end");
            } catch (IOException e) {
                heard.add("broken");
            }
        });
    }

    /** Ends its session, as a client of the legacy era does. */
    void end() throws IOException, InterruptedException {
        client.send(request().DELETE().build(), HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpResponse<InputStream> generalStream() throws IOException, InterruptedException {
        HttpRequest.Builder request = request().header("Accept", "text/event-stream");
        return client.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpResponse<InputStream> subscription() throws IOException, InterruptedException {
        ObjectNode params = JSON.createObjectNode();
        params.putObject("notifications").put("toolsListChanged", true);
        return post(message("subscriptions/listen", params).toString(), "subscriptions/listen", "");
    }

    /** Sends a request and returns the whole response. */
    JsonNode result(String method, ObjectNode params) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = post(
                message(method, params).toString(),
                method,
                Stream.of("name", "taskId", "uri")
                        .map(key -> params.path(key).asString(""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse(""));
        response.headers().firstValue("Mcp-Session-Id").ifPresent(id -> session = Optional.of(id));
        try (BufferedReader lines = reader(response)) {
            if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/json")) {
                return JSON.readTree(lines);
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<JsonNode> answer = data(line).filter(one -> one.has("id"));
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        throw new IOException("No answer to " + method + ", but " + response.statusCode());
    }

    private HttpResponse<InputStream> post(String body, String method, String name)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request()
                .header("Accept", "application/json, text/event-stream")
                .timeout(PATIENCE);
        if (revision.equals(MODERN)) {
            request.header("Mcp-Method", method);
            if (!name.isEmpty()) {
                request.header("Mcp-Name", name);
            }
        }
        return client.send(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("MCP-Protocol-Version", revision);
        session.ifPresent(id -> request.header("Mcp-Session-Id", id));
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    private ObjectNode message(String method, ObjectNode params) {
        if (revision.equals(MODERN)) {
            ObjectNode meta = params.putObject("_meta");
            meta.put("io.modelcontextprotocol/protocolVersion", MODERN);
            meta.set("io.modelcontextprotocol/clientCapabilities", JSON.readTree(capabilities));
        }
        ObjectNode message = JSON.createObjectNode().put("jsonrpc", "2.0");
        message.put("id", ids.incrementAndGet()).put("method", method).set("params", params);
        return message;
    }

    private static Optional<JsonNode> data(String line) {
        return line.startsWith("data:") && line.length() > "data: ".length()
                ? Optional.of(JSON.readTree(line.substring("data:".length())))
                : Optional.empty();
    }

    private static BufferedReader reader(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }
}
