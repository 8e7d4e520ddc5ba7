package io.yumen.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A real Chromium with one page, which does what a user would (over the DevTools protocol). */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final WebSocket page;

    private Chromium(Process process, Path profile) throws Exception {
        this.process = process;
        Path file = profile.resolve("DevToolsActivePort");
        Await.until(
                "Chromium listens",
                PATIENCE,
                () -> Files.exists(file) && Files.readAllLines(file).size() > 1);
        String list = "http://127.0.0.1:" + Files.readAllLines(file).getFirst() + "/json/list";
        Await.until("Chromium has a page", PATIENCE, () -> !pages(list).isEmpty());
        this.page = http.newWebSocketBuilder()
                .buildAsync(
                        URI.create(
                                pages(list).path(0).path("webSocketDebuggerUrl").asString()),
                        new Ears())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static Chromium start(Path directory) throws Exception {
        return start(directory, "MAP app.example 127.0.0.1");
    }

    /** One to which names mean what those rules say. */
    static Chromium start(Path directory, String resolverRules) throws Exception {
        Path profile = Files.createTempDirectory(directory, "profile");
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--host-resolver-rules=" + resolverRules,
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        return new Chromium(process, profile);
    }

    /** Goes there, as by the address bar. */
    void visit(String url) throws Exception {
        ask("Page.navigate", JsonNodeFactory.instance.objectNode().put("url", url));
    }

    /** Has the page be so wide, on a machine whose user likes it light or dark. */
    void show(int width, String scheme) throws Exception {
        ObjectNode size =
                JsonNodeFactory.instance.objectNode().put("width", width).put("height", 640);
        ask(
                "Emulation.setDeviceMetricsOverride",
                size.put("deviceScaleFactor", 1).put("mobile", false));
        ObjectNode media = JsonNodeFactory.instance.objectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        ask("Emulation.setEmulatedMedia", media);
    }

    /** What that expression is on the page now. */
    String evaluate(String expression) throws Exception {
        JsonNode result = ask(
                "Runtime.evaluate",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("expression", expression)
                        .put("userGesture", true));
        return result.path("result").path("value").asString("");
    }

    /** Waits for a page whose title or URL has that text. */
    void awaitPage(String text) throws Exception {
        Await.until(
                "a page with \"" + text + "\"",
                PATIENCE,
                () -> evaluate("document.readyState + ' ' + document.title + ' ' + location.href")
                                .contains(text)
                        && evaluate("document.readyState").equals("complete"));
    }

    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        for (ProcessHandle one : family) {
            one.destroyForcibly();
            one.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
        http.shutdownNow();
    }

    private JsonNode pages(String list) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(list)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
        return JsonMapper.shared().readTree(answer.body());
    }

    private JsonNode ask(String method, ObjectNode parameters) throws Exception {
        int id = ids.incrementAndGet();
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        page.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        while (true) {
            JsonNode answer = Objects.requireNonNull(answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), method);
            if (answer.path("id").asInt() == id) {
                return answer.path("result");
            }
        }
    }

    private final class Ears implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                answers.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }
}
