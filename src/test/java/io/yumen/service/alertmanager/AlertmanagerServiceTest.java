package io.yumen.service.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import io.yumen.service.answer.Format;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Each tool is called for real, on Debian's Alertmanager with alerts of Debian's Prometheus. */
class AlertmanagerServiceTest {
    private static final RelayClient CLIENT = RelayClient.create(RelayClientConfig.defaults());

    @TempDir
    private static Path folder;

    private static RealAlertmanager alertmanager;
    private static ServiceHandler handler;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        alertmanager = RealAlertmanager.start(folder);
        handler = handler(alertmanager.base(), Mode.FULL);
    }

    @AfterAll
    static void stop() {
        handler.close();
        alertmanager.close();
        CLIENT.close();
    }

    @Test
    void alerts_are_listed_by_matchers_and_state() {
        assertThat(text(call("alerts", "{}")))
                .startsWith("ALERT")
                .contains("DiskFull")
                .contains("db-1 has no room")
                .contains("Slow");
        assertThat(text(call("alerts", "{\"filter\": [\"severity=page\"]}")))
                .contains("DiskFull")
                .doesNotContain("Slow");
        assertThat(text(call(
                        "alerts", "{\"filter\": [\"host=\\\"web \\\\\\\"2\\\\\\\"\\\"\"], \"detail\": \"names\"}")))
                .isEqualTo("Slow\n");
        assertThat(text(call("alerts", "{\"filter\": [\"severity=~p.*\", \"host!=db-1\"]}")))
                .isEqualTo("No alerts\n");
        assertThat(text(call("alerts", "{\"receiver\": \"pager\"}"))).isEqualTo("No alerts\n");
        assertThat(text(call(
                        "alerts", "{\"active\": false, \"count_only\": true, \"filter\": [\"alertname=DiskFull\"]}")))
                .isEqualTo("0 alerts");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void alerts_are_told_in_each_format(Format format) {
        String wanted = "{\"detail\": \"full\", \"format\": \"" + format.name().toLowerCase(Locale.ROOT) + "\"}";
        assertThat(text(call("alerts", wanted))).contains("DiskFull");
    }

    @Test
    void groups_and_receivers_are_told() {
        assertThat(text(call("alert_groups", "{}")))
                .contains("alertname=\"DiskFull\"")
                .contains("1 active");
        assertThat(text(call("receivers", "{\"detail\": \"names\"}"))).isEqualTo("ops\npager\n");
    }

    @Test
    void prompts_are_filled_in_with_what_there_is() {
        assertThat(completed("incident_triage", "alert", "d")).containsExactly("DiskFull");
        assertThat(completed("incident_triage", "receiver", "")).containsExactly("ops", "pager");
        assertThat(completed("alert_correlation", "label", "")).contains("alertname", "host", "severity");
        assertThat(prompt("incident_triage", "{\"alert\": \"Slow\", \"receiver\": \"ops\"}"))
                .contains("Begin with the alert Slow")
                .contains("receiver \"ops\"")
                .contains("preview_silence");
        assertThat(prompt("alert_correlation", "{\"label\": \"host\"}")).contains("by the label host");
    }

    @Test
    void the_status_shows_no_secret() {
        assertThat(text(call("status", "{}"))).contains("version").doesNotContain("hunter22");
        assertThat(text(call("status", "{\"detail\": \"summary\"}")))
                .contains("cluster: disabled")
                .contains("peers: 0");
    }

    @Test
    void a_silence_is_previewed_created_changed_and_ended() {
        String matchers = "\"matchers\": [\"alertname=Slow\", \"host=~\\\"web.*\\\"\"]";
        assertThat(text(call("preview_silence", "{" + matchers + ", \"detail\": \"names\"}")))
                .isEqualTo("Slow\n");
        JsonNode created = call("create_silence", "{" + matchers + ", \"duration\": \"2h\", \"comment\": \"a test\"}");
        assertThat(text(created)).contains("It matches 1 alerts of now");
        String id = created.path("structuredContent").path("id").stringValue();
        assertThat(text(call("silences", "{}")))
                .contains(id)
                .contains("alertname=\"Slow\" host=~\"web.*\"")
                .contains("local");
        assertThat(text(call("silences", "{\"state\": \"expired\"}"))).doesNotContain(id);
        assertThat(text(call("silence", "{\"id\": \"" + id + "\"}"))).contains("a test");

        JsonNode changed =
                call("update_silence", "{\"id\": \"" + id + "\", \"comment\": \"longer\", \"duration\": \"1d\"}");
        String now = changed.path("structuredContent").path("id").stringValue();
        assertThat(text(call("silence", "{\"id\": \"" + now + "\"}")))
                .contains("longer")
                .contains("Slow");

        assertThat(text(call("expire_silence", "{\"id\": \"" + now + "\"}"))).contains("has ended");
        assertThat(text(call("expire_silence", "{\"id\": \"" + now + "\"}"))).contains("has ended");
        assertThat(text(call("silences", "{\"state\": \"active\", \"count_only\": true}")))
                .isEqualTo("0 silences");
        assertThat(text(call("silences", "{\"state\": \"any\", \"filter\": [\"alertname=Slow\"]}")))
                .contains(now);
    }

    @Test
    void a_silence_that_is_too_wide_too_long_or_none_is_refused_with_advice() {
        assertFailed(
                "create_silence", "{\"matchers\": [], \"duration\": \"1h\", \"comment\": \"x\"}", "hide everything");
        assertFailed(
                "create_silence",
                "{\"matchers\": [\"a=~.*\"], \"duration\": \"1h\", \"comment\": \"x\"}",
                "answered 400");
        assertFailed(
                "create_silence",
                "{\"matchers\": [\"a=b\"], \"duration\": \"31d\", \"comment\": \"x\"}",
                "30d at most");
        assertFailed("create_silence", "{\"matchers\": [\"a=b\"], \"comment\": \"x\"}", "duration");
        assertFailed(
                "create_silence",
                "{\"matchers\": [\"a=b\"], \"duration\": \"1h\", \"start\": \"2h\", \"comment\": \"x\"}",
                "has passed");
        assertFailed("preview_silence", "{\"matchers\": [\"a b\"]}", "is no matcher; write it as in");
        assertFailed("preview_silence", "{\"matchers\": [\"a=~(\"]}", "missing closing )");
        assertFailed("silence", "{\"id\": \"../../status\"}", "is no id of a silence");
        assertFailed("expire_silence", "{\"id\": \"11111111-1111-1111-1111-111111111111\"}", "answered 404");
    }

    @Test
    void what_changes_is_offered_in_the_modes_that_allow_it() {
        assertThat(toolsIn(Mode.READ_ONLY))
                .containsExactly(
                        "alerts", "alert_groups", "receivers", "status", "silences", "silence", "preview_silence");
        assertThat(toolsIn(Mode.NO_DESTROY)).hasSize(8).contains("create_silence");
        assertThat(toolsIn(Mode.FULL)).hasSize(10).contains("update_silence", "expire_silence");
        ServiceHandler reader = handler(alertmanager.base(), Mode.READ_ONLY);
        assertThat(catchThrowable(() ->
                        new Asker(reader).call("expire_silence", "{\"id\": \"11111111-1111-1111-1111-111111111111\"}")))
                .hasMessageContaining("this server is read-only");
        reader.close();
    }

    @Test
    void a_server_that_is_not_there_is_told_with_what_to_do() {
        ServiceHandler gone = handler(URI.create("http://127.0.0.1:1"), Mode.FULL);
        for (Tool tool : service(alertmanager.base()).offer().tools()) {
            String arguments = "{\"id\": \"11111111-1111-1111-1111-111111111111\"}";
            String wanted = tool.input().tree().path("required").toString();
            String given = wanted.contains("comment")
                    ? "{\"matchers\": [\"a=b\"], \"duration\": \"1h\", \"comment\": \"x\"}"
                    : wanted.contains("matchers")
                            ? "{\"matchers\": [\"a=b\"]}"
                            : wanted.contains("id") ? arguments : "{}";
            assertThat(text(new Asker(gone).call(tool.name(), given)))
                    .as(tool.name())
                    .contains("Alertmanager at http://127.0.0.1:1 cannot be reached");
        }
        gone.close();
    }

    @Test
    void the_list_of_tools_is_small() {
        int bytes = service(alertmanager.base()).offer().tools().stream()
                .mapToInt(tool -> JsonCodec.bytes(tool.toJson().without("outputSchema")).length)
                .sum();
        System.out.println("alertmanager: 10 tools, " + bytes + " bytes");
        assertThat(bytes).isLessThan(10_500);
    }

    private static List<String> toolsIn(Mode mode) {
        return mode.of(service(alertmanager.base()).offer()).tools().stream()
                .map(Tool::name)
                .toList();
    }

    private static void assertFailed(String tool, String arguments, String words) {
        JsonNode answer = new Asker(handler).call(tool, arguments);
        assertThat(answer.path("isError").booleanValue()).as(tool).isTrue();
        assertThat(text(answer)).contains(words);
    }

    private static AlertmanagerService service(URI base) {
        return new AlertmanagerService(
                new Target("Alertmanager", TargetConfig.of(base, Headers.none()), CLIENT),
                InstantSource.system(),
                Segments.of(AlertmanagerService.CACHE, reply -> reply.body().length));
    }

    private static ServiceHandler handler(URI base, Mode mode) {
        return ServiceHandler.start(
                service(base), mode, ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    }

    private static JsonNode call(String tool, String arguments) {
        JsonNode answer = new Asker(handler).call(tool, arguments);
        assertThat(answer.path("isError").asBoolean(false)).as(text(answer)).isFalse();
        for (Tool offered : service(alertmanager.base()).offer().tools()) {
            JsonSchema output = offered.output();
            if (offered.name().equals(tool) && output != null) {
                assertThat(output.problems(answer.path("structuredContent")))
                        .as(tool)
                        .isEmpty();
            }
        }
        return answer;
    }

    private static List<String> completed(String prompt, String argument, String typed) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.putObject("ref").put("type", "ref/prompt").put("name", prompt);
        params.putObject("argument").put("name", argument).put("value", typed);
        return new Asker(handler)
                .send("completion/complete", JsonCodec.text(params))
                .path("completion")
                .path("values")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private static String prompt(String name, String arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", name);
        params.set("arguments", Records.parse(arguments));
        return new Asker(handler)
                .send("prompts/get", JsonCodec.text(params))
                .path("messages")
                .path(0)
                .path("content")
                .path("text")
                .stringValue();
    }

    private static String text(JsonNode answer) {
        return answer.path("content").path(0).path("text").asString("");
    }
}
