package io.yumen.service.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.TargetConfig;
import io.yumen.catalogue.cache.Segments;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import io.yumen.secret.Sealer;
import io.yumen.service.Mode;
import io.yumen.service.Tool;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Each tool is called for real, on Debian's Prometheus. */
class PrometheusServiceTest {
    private static final RelayClient CLIENT = RelayClient.create(RelayClientConfig.defaults());
    private static final Set<String> CALLED = new TreeSet<>();

    @TempDir
    private static Path folder;

    private static RealPrometheus prometheus;
    private static ServiceHandler handler;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        prometheus = RealPrometheus.start(folder);
        handler = handler(prometheus.base());
    }

    @AfterAll
    static void stop() {
        handler.close();
        prometheus.close();
        CLIENT.close();
    }

    @Test
    void a_query_has_a_line_for_each_series() {
        JsonNode answer = call("query", "{\"query\": \"up\"}");
        assertThat(text(answer))
                .startsWith("METRIC  INSTANCE")
                .contains("itself")
                .contains("nobody");
        JsonNode items = answer.path("structuredContent").path("items");
        assertThat(items.findValuesAsString("value")).containsExactlyInAnyOrder("1", "0");
        assertThat(text(call("query", "{\"query\": \"1 + 1\"}"))).contains("2");
        assertThat(text(call("query", "{\"query\": \"up[2s]\", \"detail\": \"names\"}")))
                .contains("up{instance=");
        assertThat(text(call("query", "{\"query\": \"up\", \"count_only\": true}")))
                .isEqualTo("2 series");
        assertThat(text(call("query", "{\"query\": \"up\", \"time\": \"30d\"}")))
                .isEqualTo("No series\n");
    }

    @Test
    void a_range_is_summed_up_and_told_whole_where_that_is_asked() {
        String range =
                "{\"query\": \"vector(1)\", \"start\": \"1700000000\", \"end\": \"1700000010\", \"step\": \"1s\"";
        JsonNode sum = call("query_range", range + "}")
                .path("structuredContent")
                .path("items")
                .path(0);
        assertThat(sum.path("points").intValue()).isPositive();
        assertThat(sum.path("last").doubleValue()).isEqualTo(1);
        assertThat(sum.path("mean").doubleValue()).isEqualTo(1);
        JsonNode full = call("query_range", range + ", \"detail\": \"full\", \"format\": \"json\"}");
        assertThat(full.path("structuredContent")
                        .path("items")
                        .path(0)
                        .path("values")
                        .size())
                .isEqualTo(sum.path("points").intValue());
    }

    @Test
    void a_range_is_drawn_where_that_is_asked() throws IOException {
        String range = "{\"query\": \"vector(1)\", \"start\": \"now-1m\", \"step\": \"1s\"";
        JsonNode drawn = call("query_range", range + ", \"plot\": true}");
        assertThat(text(drawn)).contains("POINTS");
        JsonNode picture = drawn.path("content").path(1);
        assertThat(picture.path("mimeType").stringValue()).isEqualTo("image/png");
        byte[] png = Base64.getDecoder().decode(picture.path("data").stringValue());
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(800);
        assertThat(call("query_range", range + "}").path("content").size()).isEqualTo(1);
        JsonNode nothing = call("query_range", "{\"query\": \"no_such_metric\", \"plot\": true}");
        assertThat(nothing.path("content").path(1).path("text").stringValue()).isEqualTo("There is no number to draw");
    }

    @Test
    void names_for_prompts_are_completed() {
        assertThat(completed("incident_triage", "metric", "prometheus_tsdb_wal_f", "{}"))
                .contains("prometheus_tsdb_wal_fsync_duration_seconds_sum")
                .allMatch(name -> name.startsWith("prometheus_tsdb_wal_f"));
        assertThat(completed("incident_triage", "label", "jo", "{}")).containsExactly("job");
        assertThat(completed("incident_triage", "value", "", "{\"label\": \"job\"}"))
                .containsExactly("itself", "nobody");
        assertThat(completed("incident_triage", "value", "", "{}")).isEmpty();
        assertThat(completed("incident_triage", "value", "", "{\"label\": \"../../status/config\"}"))
                .isEmpty();
        assertThat(completed("alert_correlation", "alert", "nobody", "{}")).containsExactly("NobodyIsDown");
        assertThat(completed("alert_correlation", "since", "1", "{}")).containsExactly("15m", "1h", "1d");
    }

    @Test
    void prompts_name_tools_that_there_are_and_what_was_filled_in() {
        String triage = prompt("incident_triage", "{\"metric\": \"up\", \"label\": \"job\", \"value\": \"itself\"}");
        assertThat(triage)
                .contains("Begin with the metric up where job=\"itself\"")
                .contains("query_range")
                .contains("last 1h");
        assertThat(prompt("alert_correlation", "{\"alert\": \"NobodyIsDown\", \"since\": \"6h\"}"))
                .contains("Begin with the alert NobodyIsDown")
                .contains("start 6h");
        assertThat(prompt("alert_correlation", "{}")).contains("labels that they share");
    }

    @Test
    void a_range_of_too_many_points_is_not_asked() {
        assertThat(text(call("query_range", "{\"query\": \"up\", \"start\": \"30d\", \"step\": \"1s\"}")))
                .contains("11000 are the most")
                .contains("use a step of");
        String all = "{\"query\": \"{__name__=~\\\".+\\\"}\", \"start\": \"3h\", \"step\": \"1s\"}";
        assertThat(text(call("query_range", all))).contains("aggregate, as in sum by (job)");
        assertThat(text(call("query_range", "{\"query\": \"up\", \"start\": \"now\", \"end\": \"1h\"}")))
                .contains("ends before it begins");
    }

    @Test
    void what_is_wrong_with_a_query_is_told_with_its_place() {
        for (String tool : List.of("query", "query_range", "format_query")) {
            JsonNode answer = call(tool, "{\"query\": \"sum(up\"}");
            assertThat(answer.path("isError").booleanValue()).isTrue();
            assertThat(text(answer))
                    .as(tool)
                    .contains("Prometheus answered 400")
                    .contains("parse error");
        }
        assertThat(text(call("query", "{\"query\": \"up\", \"time\": \"yesterday\"}")))
                .contains("\"yesterday\" is no time")
                .contains("30m");
        for (String evil : List.of("now" + " ".repeat(1_000_000) + "x", "1s".repeat(200_000), "9".repeat(500_000))) {
            assertThat(text(call("query", "{\"query\": \"up\", \"time\": \"" + evil + "\"}")))
                    .contains("is no time");
        }
        assertThat(text(call("query_range", "{\"query\": \"up\", \"step\": \"" + "1s".repeat(9_999) + "\"}")))
                .contains("is no length of time");
    }

    @ParameterizedTest
    @CsvSource({"query", "query_range", "format_query"})
    void the_place_of_a_fault_is_that_in_the_query_as_it_was_given(String tool) {
        assertThat(text(call(tool, "{\"query\": \"sum(up) +* 2 + rate(up[5m])\"}")))
                .contains("1:10: parse error");
        assertThat(text(call(tool, "{\"query\": \"up\\n + {} )\"}"))).contains("2:8: parse error");
    }

    @Test
    void a_scalar_has_a_range_too() {
        assertThat(text(call("query_range", "{\"query\": \"1 + 1\", \"start\": \"1m\"}")))
                .contains("61");
        assertThat(text(call("query_range", "{\"query\": \"time() # the end\", \"start\": \"1m\"}")))
                .contains("61");
    }

    @Test
    void what_is_gone_at_the_end_of_a_range_is_counted() {
        Instant now = Instant.now();
        String range = "\"start\": \"" + now.minusSeconds(600) + "\", \"end\": \"" + now.plusSeconds(1_200) + "\"";
        String all = "{\"query\": \"{__name__=~\\\".+\\\"}\", " + range + ", \"step\": \"1s\"}";
        assertThat(text(call("query_range", all))).contains("aggregate, as in sum by (job)");
    }

    @Test
    void a_range_vector_of_too_many_points_is_not_asked() {
        JsonNode answer = call("query", "{\"query\": \"vector(1)[10m:1ms] # a comment\"}");
        assertThat(answer.path("isError").asBoolean(false)).isTrue();
        assertThat(text(answer)).contains("That would be 600").contains("avg_over_time");
        assertThat(text(call("query", "{\"query\": \"vector(1)[10s:1s]\", \"format\": \"json\"}")))
                .contains("\"points\":1");
        assertThat(text(call("query", "{\"query\": \"count_over_time(vector(1)[10m:1s])\"}")))
                .contains("60");
    }

    @Test
    void a_query_is_formatted() {
        assertThat(text(call("format_query", "{\"query\": \"sum  by(job)(up)\"}")))
                .isEqualTo("sum by (job) (up)\n\nvector of 2 series now\nup has 2 series now");
        assertThat(text(call("format_query", "{\"query\": \"up [ 5m ] # a comment\"}")))
                .isEqualTo("up[5m]\n\nmatrix\nup has 2 series now");
        assertThat(text(call("format_query", "{\"query\": \"1+1\"}"))).isEqualTo("1 + 1\n\nscalar");
        assertThat(text(call("format_query", "{\"query\": \"no_such_metric\"}")))
                .endsWith("vector of 0 series now");
        assertThat(text(call("format_query", "{\"query\": \"up / on () up\"}")))
                .as("which has duplicates, and cannot be evaluated now")
                .isEqualTo("up / on () up\n\nvector, whose series could not be counted\nup has 2 series now");
        JsonNode told = call(
                "format_query",
                "{\"query\": \"up{job='itself'} / on (job) group_left (up) sum by (job) (rate(up[5m] offset 1m)) or no_such_metric\"}");
        assertThat(told.path("structuredContent").path("selectors"))
                .extracting(each -> each.path("selector").asString() + " "
                        + each.path("series").asInt())
                .containsExactly("up{job=\"itself\"} 1", "up 2", "no_such_metric 0");
        assertThat(text(told))
                .endsWith(
                        "\nup{job=\"itself\"} has 1 series now\nup has 2 series now\nno_such_metric has 0 series now");
    }

    @Test
    void what_can_be_queried_is_found() {
        assertThat(text(call("metrics", "{\"search\": \"wal_fsync\"}")))
                .contains("prometheus_tsdb_wal_fsync_duration_seconds")
                .contains("summary");
        assertThat(text(call("metrics", "{\"search\": \"no such thing\"}"))).isEqualTo("No metrics\n");
        assertThat(text(call("labels", "{\"detail\": \"names\"}")))
                .contains("instance\n")
                .contains("\njob\n");
        assertThat(text(call("labels", "{\"label\": \"job\"}"))).isEqualTo("VALUE\nitself\nnobody\n");
        assertThat(text(call(
                        "labels", "{\"label\": \"job\", \"match\": [\"up{job=~\\\"i.*\\\"}\"], \"start\": \"1h\"}")))
                .isEqualTo("VALUE\nitself\n");
        assertThat(text(call("series", "{\"match\": [\"up\"], \"detail\": \"names\"}")))
                .contains("up{instance=\"127.0.0.1:1\", job=\"nobody\"}");
    }

    @Test
    void names_are_kept_for_a_while_and_answers_of_queries_are_not() {
        Segments<Reply> cache = Segments.of(PrometheusService.CACHE, reply -> reply.body().length);
        ServiceHandler keeping = handler(service(prometheus.base(), cache));
        for (int i = 0; i < 2; i++) {
            new Asker(keeping).call("metrics", "{}");
            new Asker(keeping).call("labels", "{}");
            new Asker(keeping).call("labels", "{\"label\": \"job\", \"start\": \"1h\"}");
            new Asker(keeping).call("series", "{\"match\": [\"up\"]}");
            new Asker(keeping).call("status", "{\"part\": \"buildinfo\"}");
            new Asker(keeping).call("query", "{\"query\": \"up\"}");
        }
        assertThat(cache.statistics()).hasSize(5);
        cache.statistics().forEach((kind, statistics) -> {
            assertThat(statistics.misses()).as(kind).isEqualTo(1);
            assertThat(statistics.hits()).as(kind).isEqualTo(1);
            assertThat(statistics.bytes()).as(kind).isPositive();
        });
        assertThat(text(new Asker(keeping).call("labels", "{\"label\": \"job\", \"start\": \"2h\"}")))
                .isEqualTo("VALUE\nitself\nnobody\n");
        assertThat(Objects.requireNonNull(cache.statistics().get("values")).misses())
                .isEqualTo(2);
        keeping.close();
        assertThat(cache.isClosed()).isTrue();
    }

    @Test
    void names_of_labels_lead_nowhere_else() {
        JsonNode answer = call("labels", "{\"label\": \"../../status/config?x=\"}");
        assertThat(answer.path("isError").booleanValue()).isTrue();
        assertThat(text(answer)).contains("is no name of a label");
    }

    @Test
    void targets_rules_and_alerts_are_told() {
        assertThat(text(call("targets", "{\"health\": \"down\"}")))
                .contains("nobody")
                .contains("connection refused")
                .doesNotContain("itself");
        assertThat(text(call("targets", "{\"state\": \"any\"}")))
                .contains("itself")
                .contains("up");
        assertThat(text(call("rules", "{}"))).contains("job:up:sum").contains("NobodyIsDown");
        assertThat(text(call("rules", "{\"type\": \"alert\", \"state\": \"firing\"}")))
                .contains("NobodyIsDown")
                .doesNotContain("job:up:sum");
        assertThat(text(call("alerts", "{}")))
                .contains("NobodyIsDown")
                .contains("page")
                .contains("nobody is down");
    }

    @ParameterizedTest
    @CsvSource({
        "buildinfo, version",
        "runtimeinfo, storageRetention",
        "tsdb, seriesCountByMetricName",
        "flags, web.listen-address",
        "config, scrape_interval",
        "walreplay, max"
    })
    void each_part_of_the_status_is_told(String part, String word) {
        assertThat(text(call("status", "{\"part\": \"" + part + "\"}"))).contains(word);
    }

    @Test
    void a_server_that_is_not_there_is_told_with_what_to_do() {
        ServiceHandler gone = handler(URI.create("http://127.0.0.1:1"));
        JsonNode answer = new Asker(gone).call("query", "{\"query\": \"up\"}");
        assertThat(text(answer))
                .contains("Prometheus at http://127.0.0.1:1 cannot be reached")
                .contains("is it running");
        assertThat(JsonCodec.text(answer.path("_meta")))
                .isEqualTo(
                        "{\"io.yumen/failure\":{\"code\":\"unreachable\",\"service\":\"prometheus\",\"retryAfterSeconds\":5}}");
        gone.close();
    }

    @Test
    void every_tool_only_reads_and_says_what_it_answers() {
        List<Tool> tools = service(prometheus.base()).offer().tools();
        Set<String> names = new LinkedHashSet<>();
        int bytes = 0;
        for (Tool tool : tools) {
            names.add(tool.name());
            bytes += JsonCodec.bytes(tool.toJson().without("outputSchema")).length;
            assertThat(tool.hints().readOnly()).as(tool.name()).isTrue();
        }
        System.out.println("prometheus: " + names.size() + " tools, " + bytes + " bytes");
        assertThat(names).hasSize(10);
        assertThat(bytes).isLessThan(10_500);
    }

    private static ServiceHandler handler(URI base) {
        return handler(service(base));
    }

    private static ServiceHandler handler(PrometheusService service) {
        return ServiceHandler.start(
                service, Mode.READ_ONLY, ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    }

    private static PrometheusService service(URI base) {
        return service(base, Segments.of(PrometheusService.CACHE, reply -> reply.body().length));
    }

    private static PrometheusService service(URI base, Segments<Reply> cache) {
        return new PrometheusService(target(base), InstantSource.system(), cache);
    }

    private static Target target(URI base) {
        return new Target("Prometheus", TargetConfig.of(base, Headers.none()), CLIENT);
    }

    private static JsonNode call(String tool, String arguments) {
        CALLED.add(tool);
        JsonNode answer = new Asker(handler).call(tool, arguments);
        if (!answer.path("isError").asBoolean(false)) {
            assertFits(tool, answer.path("structuredContent"));
        }
        return answer;
    }

    /** What is structured is as the tool says that it is. */
    private static void assertFits(String name, JsonNode structured) {
        for (Tool tool : service(prometheus.base()).offer().tools()) {
            JsonSchema output = tool.output();
            if (tool.name().equals(name) && output != null) {
                assertThat(output.problems(structured)).as(name).isEmpty();
            }
        }
    }

    private static List<String> completed(String prompt, String argument, String typed, String others) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.putObject("ref").put("type", "ref/prompt").put("name", prompt);
        params.putObject("argument").put("name", argument).put("value", typed);
        params.putObject("context").set("arguments", Records.parse(others));
        return send("completion/complete", params)
                .path("completion")
                .path("values")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private static String prompt(String name, String arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", name);
        params.set("arguments", Records.parse(arguments));
        return send("prompts/get", params)
                .path("messages")
                .path(0)
                .path("content")
                .path("text")
                .stringValue();
    }

    private static JsonNode send(String method, ObjectNode params) {
        return new Asker(handler).send(method, JsonCodec.text(params));
    }

    private static String text(JsonNode answer) {
        return answer.path("content").path(0).path("text").asString("");
    }
}
