package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.Impostor;
import io.yumen.catalogue.Impostor.Answer;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.TargetConfig;
import io.yumen.catalogue.rest.CatalogueReader;
import io.yumen.catalogue.rest.RestService;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.secret.Sealer;
import io.yumen.service.Service;
import io.yumen.service.Tool;
import io.yumen.service.alertmanager.AlertmanagerService;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import io.yumen.service.prometheus.PrometheusService;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Whatever is wrong with a system, each of its tools says so, in a sentence that a model can act on, with a code and when to come again. */
final class FaultsOfSystemsTest {
    private static final RelayClient CLIENT = RelayClient.create(RelayClientConfig.defaults());
    private static final String ID = "11111111-1111-1111-1111-111111111111";
    private static Impostor impostor;

    @BeforeAll
    static void start() throws IOException {
        impostor = Impostor.start();
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        impostor.close();
    }

    /** What each tool of Prometheus and Alertmanager is told that is good JSON, and no answer of theirs. */
    static Stream<String> garbage() {
        return Stream.of(
                "{}",
                "[]",
                "[1]",
                "[{}]",
                "7",
                "{\"error\": \"x\"}",
                "{\"status\": \"success\"}",
                "{\"status\": \"success\", \"data\": 7}",
                "{\"status\": \"success\", \"data\": [1]}",
                "{\"status\": \"success\", \"data\": {\"result\": 1, \"groups\": [{\"rules\": 1}], \"alerts\": 7,"
                        + " \"activeTargets\": [1]}}",
                "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": [{}]}}",
                "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\","
                        + " \"result\": [{\"metric\": {}, \"values\": [[1, \"x\"]]}]}}",
                "{\"status\": \"error\", \"error\": \"the store is away\"}");
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void good_JSON_that_is_no_answer_is_no_empty_list(String told) throws IOException {
        impostor.always(Answer.json(told));
        int failed = 0;
        for (Called each : called(impostor.base())) {
            try (each) {
                for (Sample sample : each.samples()) {
                    JsonNode answer = each.call(sample);
                    if (!isGood(each.name(), sample.tool(), told)) {
                        assertThat(answer.path("isError").asBoolean(false))
                                .as("%s of %s: %s", sample.tool(), each.name(), answer)
                                .isTrue();
                        assertThat(answer.at("/_meta/io.yumen~1failure/code").asString(""))
                                .isEqualTo("strange");
                        assertThat(text(answer)).containsAnyOf("promises", "is no id");
                        failed++;
                    }
                }
            }
        }
        assertThat(failed).isGreaterThan(9);
    }

    /** An empty list of alerts is one; a map of metadata, flags or parts of a status may hold anything. */
    private static boolean isGood(String service, String tool, String told) {
        if (service.equals("alertmanager")) {
            return told.equals("[]")
                    && List.of("alerts", "alert_groups", "receivers", "silences", "preview_silence")
                            .contains(tool);
        }
        return List.of("metrics", "status").contains(tool) && told.contains("\"data\": {");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | unauthorized | 0 | an operator has to renew them",
                "403 | forbidden    | 0 | The credentials do not allow that",
                "404 | not_found    | 0 | answered 404: so it is",
                "409 | conflict     | 5 | Read it again",
                "422 | refused      | 0 | answered 422: so it is",
                "429 | busy         | 7 | answered 429: so it is",
                "500 | failed       | 7 | answered 500: so it is",
                "502 | failed       | 7 | answered 502: so it is",
                "503 | busy         | 7 | answered 503: so it is",
                "504 | failed       | 7 | answered 504: so it is",
                "302 | refused      | 0 | leads elsewhere and is not followed"
            })
    void a_refusal_is_told_with_what_to_do(int status, String code, int retry, String words) throws IOException {
        impostor.always(new Answer.Whole(
                status,
                Map.of("Content-Type", "application/json", "Retry-After", "7", "Location", "http://127.0.0.1:1/login"),
                "{\"error\": \"so it is\"}".getBytes(StandardCharsets.UTF_8)));
        assertEachFails(impostor.base(), code, retry, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "never   | timeout   | 5 | did not answer within 1 second (",
                "endless | too_large | 0 | answers too much",
                "page    | strange   | 0 | in place of JSON; is its address that of the API",
                "half    | strange   | 0 | in place of JSON; is its address that of the API"
            })
    void an_answer_that_is_none_is_told_with_what_to_do(String fault, String code, int retry, String words)
            throws IOException {
        impostor.always(
                switch (fault) {
                    case "never" -> new Answer.Never();
                    case "endless" -> new Answer.Endless();
                    case "page" -> Answer.json("<html>log in</html>");
                    default -> Answer.json("{\"status\": \"succ");
                });
        assertEachFails(impostor.base(), code, retry, words);
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:1, cannot be reached", "http://no-such-host.invalid, cannot be reached"})
    void a_system_that_is_away_is_told_with_what_to_do(URI base, String words) throws IOException {
        assertEachFails(base, "unreachable", 5, words);
    }

    @Test
    void a_silence_that_was_made_is_told_by_its_id_where_its_alerts_cannot_be_counted() throws IOException {
        impostor.answer(asked -> asked.method().equals("POST")
                ? Answer.json("{\"silenceID\": \"" + ID + "\"}")
                : Answer.of(500, "{\"error\": \"so it is\"}"));
        try (Called alertmanager = called(impostor.base()).getLast()) {
            JsonNode answer = alertmanager.call(
                    "create_silence", "{\"matchers\": [\"a=b\"], \"duration\": \"1h\", \"comment\": \"x\"}");
            assertThat(answer.path("isError").asBoolean(false)).isFalse();
            assertThat(answer.at("/structuredContent/id").asString("")).isEqualTo(ID);
            assertThat(text(answer)).contains(ID).contains("is not known: Alertmanager answered 500: so it is");
        }
    }

    private static void assertEachFails(URI base, String code, int retry, String words) throws IOException {
        List<Called> all = new ArrayList<>(called(base));
        all.add(catalogue(base));
        for (Called each : all) {
            try (each) {
                JsonNode answer = each.call(each.samples().getFirst());
                assertThat(answer.path("isError").asBoolean(false))
                        .as(each.name())
                        .isTrue();
                assertThat(text(answer)).as(each.name()).contains(words);
                JsonNode failure = answer.at("/_meta/io.yumen~1failure");
                assertThat(failure.path("code").asString("")).isEqualTo(code);
                assertThat(failure.path("service").asString("")).isEqualTo(each.name());
                assertThat(failure.path("retryAfterSeconds").asInt(0)).isEqualTo(retry);
            }
        }
    }

    private static List<Called> called(URI base) throws IOException {
        Service prometheus = new PrometheusService(target("Prometheus", base), InstantSource.system());
        Service alertmanager = new AlertmanagerService(target("Alertmanager", base), InstantSource.system());
        return List.of(Called.of("prometheus", prometheus), Called.of("alertmanager", alertmanager));
    }

    private static Called catalogue(URI base) throws IOException {
        Service pets = new RestService(
                CatalogueReader.read(Files.readAllBytes(Path.of("examples/described/pets.json"))),
                target("Pet shop", base));
        return new Called("pets", handler(pets), List.of(new Sample("pets", "list_pets", "{}", "")));
    }

    private static Target target(String title, URI base) {
        return new Target(title, new TargetConfig(base, Headers.none(), Duration.ofSeconds(1), 1 << 20), CLIENT);
    }

    private static ServiceHandler handler(Service service) {
        return ServiceHandler.start(service, ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    }

    private static String text(JsonNode answer) {
        return answer.path("content").path(0).path("text").asString("");
    }

    /** A service, and a call for each of its tools. */
    private record Called(String name, ServiceHandler handler, List<Sample> samples) implements AutoCloseable {
        static Called of(String name, Service service) throws IOException {
            List<Sample> samples =
                    Sample.of(name).stream().map(sample -> sample.with(ID)).toList();
            List<String> tools =
                    service.offer().tools().stream().map(Tool::name).toList();
            assertThat(samples.stream().map(Sample::tool)).containsAll(tools);
            return new Called(name, FaultsOfSystemsTest.handler(service), samples);
        }

        JsonNode call(Sample sample) {
            return call(sample.tool(), sample.arguments());
        }

        JsonNode call(String tool, String arguments) {
            return new Asker(handler).call(tool, arguments);
        }

        @Override
        public void close() {
            handler.close();
        }
    }
}
