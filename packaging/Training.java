import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * Drives a gateway that has just started, as clients of both eras do, so that the start-up cache knows the classes of the
 * first minutes: {@code java Training.java PORT [ROUNDS]}. Prints the milliseconds until the first call was answered.
 */
public final class Training {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"training\",\"version\":\"1\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;

    private Training(int port) {
        endpoint = URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Training training = new Training(Integer.parseInt(arguments[0]));
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        Instant begin = Instant.now();
        training.firstAnswer();
        System.out.println(Duration.between(begin, Instant.now()).toMillis());
        for (int i = 0; i < rounds; i++) {
            training.modern();
            training.legacy();
        }
    }

    private void firstAnswer() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(START_LIMIT);
        while (true) {
            try {
                modern();
                return;
            } catch (ConnectException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                Thread.sleep(2);
            }
        }
    }

    private void modern() throws IOException, InterruptedException {
        post(modernRequest("tools/call", "add").POST(body("tools/call", "\"name\":\"add\",\"arguments\":{\"a\":1,\"b\":2}," + META)));
        post(modernRequest("server/discover", null).POST(body("server/discover", META)));
        post(modernRequest("tools/list", null).POST(body("tools/list", META)));
        post(modernRequest("resources/list", null).POST(body("resources/list", META)));
        post(modernRequest("prompts/list", null).POST(body("prompts/list", META)));
    }

    private void legacy() throws IOException, InterruptedException {
        HttpResponse<String> opened = post(request()
                .POST(body(
                        "initialize",
                        "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                                + "\"clientInfo\":{\"name\":\"training\",\"version\":\"1\"}")));
        String session = opened.headers().firstValue("Mcp-Session-Id").orElse("");
        HttpRequest.Builder next = request().header("MCP-Protocol-Version", "2025-11-25");
        if (!session.isEmpty()) {
            next.header("Mcp-Session-Id", session);
        }
        post(next.copy()
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")));
        post(next.copy().POST(body("tools/list", "")));
        post(next.copy().POST(body("tools/call", "\"name\":\"add\",\"arguments\":{\"a\":1,\"b\":2}")));
        post(next.copy().DELETE());
    }

    private HttpRequest.Builder modernRequest(String method, String name) {
        HttpRequest.Builder request =
                request().header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", method);
        return name == null ? request : request.header("Mcp-Name", name);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
    }

    private static HttpRequest.BodyPublisher body(String method, String params) {
        return HttpRequest.BodyPublishers.ofString(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}".formatted(method, params));
    }

    private HttpResponse<String> post(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.request().method() + " was answered " + response.statusCode() + ": " + response.body());
        }
        return response;
    }
}
