package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Some servers want a key in the query of their URL: it is shown nowhere. */
class UrlSecretsTest {
    private static final String KEY = "k3y-that-nobody-may-see";

    @Test
    void a_key_in_the_query_of_a_url_is_in_no_error_and_no_report() throws Exception {
        try (Gateway gateway = Gateway.start(ConfigFile.parse("{\"listen\": {\"port\": 0}, \"mcpServers\": {"
                        + "\"http\": {\"url\": \"http://127.0.0.1:1/mcp?key=" + KEY + "\"},"
                        + "\"socket\": {\"url\": \"ws://127.0.0.1:1/mcp?key=" + KEY + "\"}}}"));
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            StringBuilder all = new StringBuilder();
            for (String server : List.of("http", "socket")) {
                try (Talker direct = Talker.of("modern", gateway.endpoint().resolve("/servers/" + server + "/mcp"))) {
                    String answer = direct.text("any", "{}");
                    assertThat(answer).contains("-32000");
                    all.append(answer);
                }
                all.append(get(gateway, "/api/v1/servers/" + server));
                all.append(get(gateway, "/api/v1/servers/" + server + "/log"));
            }
            all.append(talker.text("any", "{}"))
                    .append(get(gateway, "/health"))
                    .append(get(gateway, "/api/v1/servers"));

            assertThat(all).contains("127.0.0.1:1/mcp").doesNotContain(KEY);
        }
    }

    private static String get(Gateway gateway, String path) throws Exception {
        URI uri = gateway.endpoint().resolve(path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
