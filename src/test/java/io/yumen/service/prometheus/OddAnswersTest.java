package io.yumen.service.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.Impostor;
import io.yumen.catalogue.Impostor.Answer;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.TargetConfig;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.secret.Sealer;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers that only other versions of Prometheus give, or that take a store of another kind behind it. */
final class OddAnswersTest {
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private Impostor impostor;
    private ServiceHandler handler;

    @BeforeEach
    void start() throws IOException {
        impostor = Impostor.start();
        Target target = new Target("Prometheus", TargetConfig.of(impostor.base(), Headers.none()), client);
        InstantSource clock = now::get;
        handler = ServiceHandler.start(
                new PrometheusService(target, clock), ServiceLimits.DEFAULT, Sealer.ephemeral(), clock);
    }

    @AfterEach
    void stop() {
        handler.close();
        impostor.close();
        client.close();
    }

    @Test
    void what_Prometheus_says_of_an_answer_is_passed_on() {
        impostor.always(Answer.json("""
                {"status": "success", "data": {"resultType": "vector", "result": []},
                 "warnings": ["store b is away, password=hunter22"], "infos": ["up is no counter"]}"""));
        JsonNode answer = call("query", "{\"query\": \"up\"}");
        assertThat(answer.path("content").path(0).path("text").asString(""))
                .startsWith("No series\n")
                .contains("store b is away")
                .contains("up is no counter")
                .doesNotContain("hunter22");
        assertThat(answer.at("/structuredContent/note").asString("")).contains("store b is away");
        assertThat(call("query_range", "{\"query\": \"up\"}")
                        .at("/structuredContent/note")
                        .asString(""))
                .contains("store b is away");
    }

    @Test
    void histograms_and_what_is_no_number_are_summed_up() {
        impostor.answer(asked -> Answer.json(asked.body().startsWith("query=count%28") ? """
                {"status": "success", "data": {"resultType": "matrix", "result": []}}""" : """
                {"status": "success", "data": {"resultType": "matrix", "result": [
                  {"metric": {"__name__": "a"}, "values": [[1, "2"], [2, "NaN"], [3, "4"]]},
                  {"metric": {"__name__": "b"}, "values": [[1, "NaN"]]},
                  {"metric": {"__name__": "c"}, "histograms": [[1, {"count": "5", "sum": "1"}], [2, {"count": "7", "sum": "9.5"}]]}]}}"""));
        JsonNode items = call("query_range", "{\"query\": \"x\"}").at("/structuredContent/items");
        assertThat(items.path(0).toString())
                .contains("\"points\":3")
                .contains("\"min\":2.0")
                .contains("\"max\":4.0")
                .contains("\"mean\":3.0")
                .contains("\"nan\":1");
        assertThat(items.path(1).has("mean")).isFalse();
        assertThat(items.path(2).path("points").asInt()).isEqualTo(2);
        assertThat(items.path(2).path("last_count").asString("")).isEqualTo("7");
        assertThat(items.path(2).path("last_sum").asString("")).isEqualTo("9.5");
    }

    @Test
    void each_page_is_of_the_time_of_the_first() {
        String series = IntStream.range(0, 5)
                .mapToObj(i -> String.format(
                        Locale.ROOT, "{'metric': {'i': '%d'}, 'value': [1, '%d'], 'values': [[1, '1']]}", i, i))
                .collect(Collectors.joining(","));
        impostor.answer(asked -> Answer.json(("{'status': 'success', 'data': {'resultType': '"
                        + (asked.uri().getPath().endsWith("query") ? "vector" : "matrix") + "', 'result': [" + series
                        + "]}}")
                .replace('\'', '"')));
        for (String tool : new String[] {"query", "query_range"}) {
            impostor.asked.clear();
            Instant first = now.get();
            String start = tool.equals("query") ? "" : ", 'start': '30m'";
            String arguments = "{'query': 'x', 'limit': 2" + start;
            String cursor = call(tool, (arguments + "}").replace('\'', '"'))
                    .at("/structuredContent/cursor")
                    .asString("");
            now.set(first.plusSeconds(3_600));
            JsonNode second = call(tool, (arguments + ", 'cursor': '" + cursor + "'}").replace('\'', '"'));
            assertThat(second.at("/structuredContent/items/0/i").asString(""))
                    .as(second.toString())
                    .isEqualTo("2");
            assertThat(impostor.asked)
                    .isNotEmpty()
                    .allMatch(asked -> !asked.body().contains("T11%3A"));
            assertThat(impostor.asked.getLast().body()).contains("T10%3A00%3A00Z");
            now.set(first);
        }
        assertThat(call("query", "{'query': 'x', 'cursor': 'eyJvZiI6IngifQ'}".replace('\'', '"'))
                        .path("isError")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_selector_that_is_not_let_be_counted_is_not_said_to_have_no_series() {
        impostor.answer(
                asked -> asked.body().startsWith("query=count%28much") ? Answer.of(422, """
                        {"status": "error", "errorType": "execution", "error": "query processing would load too many samples"}""") : formatting(asked));
        JsonNode told = call("format_query", "{\"query\": \"sum(much) / sum(few)\"}");
        assertThat(told.at("/content/0/text").asString(""))
                .isEqualTo("sum(much) / sum(few)\n\nvector of 1 series now\nmuch: its series could not be counted\n"
                        + "few has 1 series now");
        assertThat(told.at("/structuredContent/selectors/0").toString()).isEqualTo("{\"selector\":\"much\"}");
    }

    @Test
    void a_query_is_formatted_though_Prometheus_fails_to_evaluate_it() {
        impostor.answer(
                asked -> asked.uri().getPath().endsWith("format_query") ? formatting(asked) : Answer.of(503, "{}"));
        JsonNode told = call("format_query", "{\"query\": \"sum(much) / sum(few)\"}");
        assertThat(told.path("isError").asBoolean(false)).as(told.toString()).isFalse();
        assertThat(told.at("/structuredContent/formatted").asString("")).isEqualTo("sum(much) / sum(few)");
        assertThat(told.at("/content/0/text").asString("")).contains("few: its series could not be counted");
        assertThat(impostor.asked.stream().map(Impostor.Asked::body))
                .as("what failed once is not asked for each selector")
                .noneMatch(body -> body.contains("count"));
    }

    /** What it says where all is well: of everything there is one. */
    private static Answer formatting(Impostor.Asked asked) {
        return Answer.json(asked.uri().getPath().endsWith("format_query") ? """
                {"status": "success", "data": "sum(much) / sum(few)"}""" : """
                {"status": "success", "data": {"resultType": "vector", "result": [{"metric": {}, "value": [1, "1"]}]}}""");
    }

    private JsonNode call(String tool, String arguments) {
        return new Asker(handler).call(tool, arguments);
    }
}
