package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.catalogue.rest.PetShop;
import io.yumen.config.file.ConfigFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a catalogue tells again is counted by the metrics, and decided by the settings. */
final class CatalogueCacheTest {
    @ParameterizedTest
    @CsvSource({"1h, 1", "0, 2"})
    void what_is_told_again_is_counted(String ttl, int asked) throws Exception {
        try (PetShop shop = PetShop.start(3);
                Gateway gateway = Gateway.start(ConfigFile.parse("""
                        {"listen": {"port": 0}, "mcpServers": {"pets": {"catalogue": "examples/described/pets.json",
                          "url": "%s", "start": "eager", "healthInterval": "1h", "cache": {"answers": {"ttl": "%s"}}}}}""".formatted(shop.base(), ttl)));
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(talker.text("list_pets", "{}")).contains("Pet 2");
            assertThat(talker.text("list_pets", "{}")).contains("Pet 2");
            assertThat(shop.asked.stream().filter(each -> each.uri().startsWith("/v1/pets")))
                    .hasSize(asked);
            assertThat(metrics(gateway))
                    .contains("mcp_service_cache_hits_total{kind=\"answers\",server=\"pets\"} " + (2 - asked) + ".0");
        }
    }

    private static String metrics(Gateway gateway) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest asking = HttpRequest.newBuilder(gateway.endpoint().resolve("/metrics"))
                    .build();
            return http.send(asking, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
