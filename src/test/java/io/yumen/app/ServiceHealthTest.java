package io.yumen.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.Impostor;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import io.yumen.service.prometheus.RealPrometheus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page of health says what is wrong with the system behind a built-in service, and that it is over. */
final class ServiceHealthTest {
    @TempDir
    private static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_Prometheus_that_stops_and_comes_back_is_seen() throws Exception {
        RealPrometheus first = RealPrometheus.start(Files.createDirectory(folder.resolve("first")));
        String url = first.base().toString();
        String settings = """
                {"listen": {"port": 0}, "mcpServers": {"graphs": {"service": "prometheus", "url": "%s", "start": "eager",
                  "healthInterval": "200ms"}}}""".formatted(url);
        try (Gateway gateway = Gateway.start(ConfigFile.parse(settings))) {
            await(gateway, "graphs", "ready", "");
            first.close();
            await(gateway, "graphs", "degraded", "Prometheus at " + url + " cannot be reached");
            try (RealPrometheus again =
                    RealPrometheus.startAt(folder.resolve("first"), first.base().getPort())) {
                assertThat(again.base()).isEqualTo(first.base());
                await(gateway, "graphs", "ready", "");
            }
        }
    }

    @Test
    void each_service_of_a_REST_system_says_what_is_wrong() throws Exception {
        try (Impostor impostor = Impostor.start()) {
            impostor.answer(asked -> Impostor.Answer.of(401, "{\"error\": \"who are you\"}"));
            String settings = """
                    {"listen": {"port": 0}, "mcpServers": {
                      "alerts": {"service": "alertmanager", "url": "%1$s", "start": "eager", "healthInterval": "200ms"},
                      "pets": {"catalogue": "examples/described/pets.json", "url": "%1$s", "start": "eager",
                        "healthInterval": "200ms"},
                      "away": {"catalogue": "examples/described/pets.json", "url": "http://127.0.0.1:1", "start": "eager",
                        "healthInterval": "200ms"}}}""".formatted(impostor.base());
            try (Gateway gateway = Gateway.start(ConfigFile.parse(settings))) {
                await(gateway, "alerts", "degraded", "an operator has to renew them");
                await(gateway, "away", "degraded", "cannot be reached");
                await(gateway, "pets", "ready", "");
                impostor.answer(asked -> Impostor.Answer.json("{\"versionInfo\": {}}"));
                await(gateway, "alerts", "ready", "");
            }
        }
    }

    private void await(Gateway gateway, String server, String state, String reason) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        JsonNode said = health(gateway).path("servers").path(server);
        while (!said.path("state").asString("").equals(state)
                || !said.path("reason").asString("").contains(reason)) {
            assertThat(System.nanoTime())
                    .as("%s: %s", server, JsonCodec.text(said))
                    .isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            said = health(gateway).path("servers").path(server);
        }
    }

    private JsonNode health(Gateway gateway) throws IOException, InterruptedException {
        HttpRequest asking =
                HttpRequest.newBuilder(gateway.endpoint().resolve("/health")).build();
        return Records.parse(
                http.send(asking, HttpResponse.BodyHandlers.ofString()).body());
    }
}
