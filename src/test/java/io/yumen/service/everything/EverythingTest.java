package io.yumen.service.everything;

import static io.yumen.service.host.RecordingClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.exchange.InputRequest;
import io.yumen.golden.Golden;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.schema.JsonSchema;
import io.yumen.secret.Sealer;
import io.yumen.service.Tool;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class EverythingTest {
    private static final Path GOLDEN = Path.of("src/test/resources/everything/tools.json");

    private final Everything service = new Everything();
    private final ServiceHandler handler =
            ServiceHandler.start(service, ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    private final Asker asker = new Asker(handler);

    @AfterEach
    void close() {
        handler.close();
    }

    private static String text(ObjectNode result) {
        return result.path("content").path(0).path("text").asString("");
    }

    private static RpcError failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RpcException.class, call).error();
    }

    private ObjectNode retry(String tool, ObjectNode asked, String responses) {
        ObjectNode params = json("{\"name\": \"" + tool + "\", \"arguments\": {}}");
        params.set("inputResponses", json(responses));
        if (asked.has("requestState")) {
            params.set("requestState", asked.get("requestState"));
        }
        return asker.send("tools/call", params.toString());
    }

    @Test
    void the_list_of_tools_is_the_golden_one() throws IOException {
        String list = JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(asker.send("tools/list", "{}"))
                + "\n";
        Golden.matches(GOLDEN, list);
    }

    @Test
    void everything_is_on_one_page() {
        for (String list : List.of("tools/list", "prompts/list", "resources/list", "resources/templates/list")) {
            assertThat(asker.send(list, "{}").has("nextCursor")).as(list).isFalse();
        }
    }

    @Test
    void it_declares_every_capability() {
        assertThat(asker.send("server/discover", "{}").get("capabilities")).isEqualTo(json("""
                        {"logging": {}, "tools": {"listChanged": true}, "prompts": {"listChanged": true},
                         "resources": {"subscribe": true, "listChanged": true}, "completions": {},
                         "extensions": {"io.modelcontextprotocol/tasks": {}}}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "test_simple_text, text",
        "test_image_content, image",
        "test_audio_content, audio",
        "test_embedded_resource, resource",
        "test_resource_link, resource_link"
    })
    void a_content_tool_answers_its_kind(String tool, String type) {
        assertThat(asker.call(tool, "{}").path("content").path(0).path("type").asString())
                .isEqualTo(type);
    }

    @Test
    void several_kinds_of_content_come_together() {
        assertThat(asker.call("test_multiple_content_types", "{}")
                        .path("content")
                        .valueStream()
                        .map(block -> block.path("type").asString()))
                .containsExactly("text", "image", "resource");
    }

    @Test
    void a_tool_that_fails_says_so_in_its_result() {
        ObjectNode result = asker.call("test_error_handling", "{}");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(text(result)).isEqualTo("This tool intentionally returns an error for testing");
    }

    @Test
    void log_messages_come_where_they_were_asked_for() {
        asker.hearing(LogLevel.INFO).call("test_tool_with_logging", "{}");
        assertThat(asker.client().heard())
                .extracting(message -> message.params().path("data").asString())
                .containsExactly("Tool execution started", "Tool processing data", "Tool execution completed");
        asker.call("test_logging_tool", "{}");
        assertThat(asker.client().heard()).hasSize(1);
        asker.call("log", "{\"level\": \"debug\"}");
        assertThat(asker.client().heard()).isEmpty();
        asker.call("log", "{\"level\": \"error\", \"count\": 2, \"text\": \"oh\"}");
        assertThat(asker.client().heard())
                .extracting(message -> message.params().path("data").asString())
                .containsExactly("oh 1", "oh 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_tool_with_logging", "test_logging_tool", "log", "test_tool_with_progress"})
    void nothing_is_told_to_who_did_not_ask(String tool) {
        asker.call(tool, "{}");
        assertThat(asker.client().heard()).isEmpty();
    }

    @Test
    void progress_is_reported_under_the_token() {
        asker.send("tools/call", "{\"name\": \"test_tool_with_progress\", \"_meta\": {\"progressToken\": \"p1\"}}");
        List<Message.Notification> heard = asker.client().heard();
        assertThat(heard)
                .extracting(message -> message.params().path("progress").asInt())
                .containsExactly(0, 50, 100);
        assertThat(heard)
                .allMatch(message ->
                        message.params().path("progressToken").asString().equals("p1"));
        asker.send(
                "tools/call",
                "{\"name\": \"progress\", \"arguments\": {\"steps\": 4, \"delayMillis\": 0}, \"_meta\": {\"progressToken\": 2}}");
        assertThat(asker.client().heard()).hasSize(4);
    }

    @Test
    void a_pause_ends_with_its_answer() {
        assertThat(text(asker.call("test_reconnection", "{}"))).isNotEmpty();
        assertThat(text(asker.call("sleep", "{\"millis\": 1}"))).isEqualTo("Slept 1 ms");
    }

    @Test
    void a_cancelled_sleep_ends_at_once() {
        CompletableFuture<ObjectNode> sleeping =
                asker.later("tools/call", "{\"name\": \"sleep\", \"arguments\": {\"millis\": 600000}}");
        asker.cancel();
        assertThat(sleeping).failsWithin(10, TimeUnit.SECONDS).withThrowableOfType(ExecutionException.class);
    }

    @Test
    void the_clients_model_is_asked() {
        asker.client()
                .answering(
                        InputKind.SAMPLING,
                        "{\"role\": \"assistant\", \"content\": {\"type\": \"text\", \"text\": \"yes\"}}");
        assertThat(text(asker.call("test_sampling", "{\"prompt\": \"Really?\"}")))
                .isEqualTo("LLM response: yes");
        assertThat(text(asker.call("sample", "{\"prompt\": \"Really?\"}"))).isEqualTo("yes");
        InputRequest asked = asker.client().asked().getFirst();
        assertThat(asked.params().toString())
                .isEqualTo(
                        "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"Really?\"}}],\"maxTokens\":100}");
    }

    @Test
    void the_person_is_asked() {
        asker.client()
                .answering(InputKind.ELICITATION, "{\"action\": \"accept\", \"content\": {\"answer\": \"blue\"}}");
        assertThat(text(asker.call("test_elicitation", "{\"message\": \"Who?\"}")))
                .isEqualTo("User response: action=accept, content={\"answer\":\"blue\"}");
        assertThat(text(asker.call("elicit", "{\"message\": \"Color?\"}"))).isEqualTo("blue");
        assertThat(text(asker.call("test_elicitation_sep1034_defaults", "{}")))
                .startsWith("Elicitation completed: action=accept");
        assertThat(text(asker.call("test_elicitation_sep1330_enums", "{}")))
                .startsWith("Elicitation completed: action=accept");
        assertThat(text(asker.call("test_streaming_elicitation", "{}")))
                .startsWith("Elicitation completed: action=accept");
        assertThat(asker.client().asked())
                .allMatch(asked -> asked.params().has("requestedSchema"))
                .hasSize(5);
    }

    @Test
    void a_person_who_declines_is_no_error_of_the_protocol() {
        asker.client().answering(InputKind.ELICITATION, "{\"action\": \"decline\"}");
        ObjectNode result = asker.call("elicit", "{\"message\": \"Color?\"}");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(text(result)).contains("decline");
    }

    @Test
    void the_roots_are_asked_for() {
        asker.client().answering(InputKind.ROOTS, "{\"roots\": [{\"uri\": \"file:///a\"}]}");
        assertThat(text(asker.call("list_roots", "{}"))).isEqualTo("[{\"uri\":\"file:///a\"}]");
    }

    @ParameterizedTest
    @CsvSource({
        "test_missing_capability, {}, sampling",
        "test_sampling, {\"prompt\": \"x\"}, sampling",
        "test_elicitation, {\"message\": \"x\"}, elicitation",
        "test_streaming_elicitation, {}, elicitation",
        "list_roots, {}, roots",
        "test_input_required_result_elicitation, {}, elicitation",
        "test_input_required_result_sampling, {}, sampling",
        "test_input_required_result_list_roots, {}, roots"
    })
    void a_client_that_cannot_be_asked_is_refused(String tool, String arguments, String capability) {
        RpcError error = failure(() -> asker.declaring("{}").call(tool, arguments));
        assertThat(error.code()).isEqualTo(-32021);
        assertThat(error.data()).isEqualTo(json("{\"requiredCapabilities\": {\"" + capability + "\": {}}}"));
        assertThat(asker.client().asked()).isEmpty();
    }

    @Test
    void a_client_with_sampling_is_let_through() {
        assertThat(text(asker.call("test_missing_capability", "{}"))).isEqualTo("The client declared sampling");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "elicitation | {\"user_name\": {\"action\": \"accept\", \"content\": {\"name\": \"Alice\"}}} | Hello, Alice!",
                "sampling | {\"capital_question\": {\"content\": {\"type\": \"text\", \"text\": \"Paris\"}}} | Paris",
                "list_roots | {\"client_roots\": {\"roots\": [{\"uri\": \"file:///a\"}]}} | Client roots: [{\"uri\":\"file:///a\"}]",
                "request_state | {\"confirm\": {\"action\": \"accept\", \"content\": {\"ok\": true}}} | state-ok",
                "multiple_inputs | {\"user_name\": {\"action\": \"accept\", \"content\": {\"name\": \"Al\"}}, \"greeting\": {\"content\": {\"text\": \"Hi\"}}, \"client_roots\": {\"roots\": []}} | All inputs received: Al, Hi, []",
                "capabilities | {\"greeting\": {\"content\": {\"text\": \"Hi\"}}} | Answered: greeting"
            })
    void a_question_is_asked_and_its_answer_used(String feature, String responses, String expected) {
        String tool = "test_input_required_result_" + feature;
        ObjectNode asked = asker.call(tool, "{}");
        assertThat(asked.path("resultType").asString()).isEqualTo("input_required");
        assertThat(asked.path("inputRequests").isEmpty()).isFalse();
        assertThat(text(retry(tool, asked, responses))).isEqualTo(expected);
    }

    @Test
    void a_question_is_asked_again_until_it_is_answered() {
        String tool = "test_input_required_result_elicitation";
        ObjectNode asked = asker.call(tool, "{}");
        for (String wrong : List.of(
                "{\"other\": {\"action\": \"accept\"}}",
                "{\"user_name\": {\"action\": \"accept\", \"content\": {}}}")) {
            assertThat((JsonNode) retry(tool, asked, wrong)).isEqualTo(asked);
        }
        assertThat(text(retry(tool, asked, "{\"user_name\": {\"action\": \"decline\"}}")))
                .startsWith("Nobody to greet");
    }

    @Test
    void what_is_still_missing_of_several_is_asked_again() {
        String tool = "test_input_required_result_multiple_inputs";
        ObjectNode again = retry(tool, asker.call(tool, "{}"), "{\"greeting\": {\"content\": {}}}");
        assertThat(again.path("inputRequests").propertyNames()).containsExactly("user_name", "client_roots");
    }

    @Test
    void rounds_follow_each_other_with_a_state_each() {
        String tool = "test_input_required_result_multi_round";
        ObjectNode first = asker.call(tool, "{}");
        ObjectNode second =
                retry(tool, first, "{\"step1\": {\"action\": \"accept\", \"content\": {\"name\": \"Alice\"}}}");
        assertThat(second.path("inputRequests").propertyNames()).containsExactly("step2");
        assertThat(second.get("requestState")).isNotEqualTo(first.get("requestState"));
        ObjectNode third =
                retry(tool, second, "{\"step2\": {\"action\": \"accept\", \"content\": {\"color\": \"blue\"}}}");
        assertThat(text(third)).isEqualTo("Alice likes blue");
    }

    @Test
    void a_state_that_was_changed_is_refused() {
        String tool = "test_input_required_result_tampered_state";
        ObjectNode asked = asker.call(tool, "{}");
        asked.put("requestState", asked.path("requestState").asString() + "-TAMPERED");
        assertThat(failure(() -> retry(tool, asked, "{\"confirm\": {\"action\": \"accept\"}}"))
                        .code())
                .isEqualTo(-32602);
    }

    @Test
    void only_what_the_client_declared_is_asked() {
        ObjectNode asked = asker.declaring("{\"sampling\": {}}").call("test_input_required_result_capabilities", "{}");
        assertThat(asked.path("inputRequests").propertyNames()).containsExactly("greeting");
        assertThat(text(asker.declaring("{}").call("test_input_required_result_capabilities", "{}")))
                .isEqualTo("The client can be asked nothing");
    }

    @Test
    void probes_answer_what_they_are_given() {
        assertThat(text(asker.call("echo", "{\"message\": \"ü\"}"))).isEqualTo("ü");
        assertThat(text(asker.call("greet", "{\"name\": \"World\"}"))).isEqualTo("Hello, World!");
        assertThat(asker.call("add", "{\"a\": 1, \"b\": 2.5}")
                        .path("structuredContent")
                        .path("sum")
                        .asDouble())
                .isEqualTo(3.5);
        assertThat(text(asker.call("large_text", "{\"bytes\": 1000}"))).hasSize(1000);
        assertThat(text(asker.call("test_x_mcp_header", "{\"region\": \"eu\"}")))
                .isEqualTo("Looked in eu");
        assertThat(asker.as("anne")
                        .call("whoami", "{}")
                        .path("structuredContent")
                        .path("principal")
                        .asString())
                .isEqualTo("anne");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add | {\"a\": 1, \"b\": 2}", "weather | {\"city\": \"Rome\", \"degrees\": \"fahrenheit\"}",
                "weather | {\"city\": \"Oslo\"}", "whoami | {}"
            })
    void structured_content_is_of_the_schema_that_was_promised(String name, String arguments) {
        JsonSchema promised = service.offer().tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .map(Tool::output)
                .orElseThrow();
        assertThat(promised.problems(asker.call(name, arguments).path("structuredContent")))
                .isEmpty();
    }

    @Test
    void the_keywords_of_2020_12_decide_over_arguments() {
        String tool = "json_schema_2020_12_tool";
        assertThat(text(asker.call(tool, "{\"contactMethod\": \"phone\", \"phone\": \"1\"}")))
                .isEqualTo("{\"contactMethod\":\"phone\",\"phone\":\"1\"}");
        for (String wrong : List.of(
                "{}",
                "{\"contactMethod\": \"phone\", \"email\": \"a\"}",
                "{\"email\": \"a\", \"x\": 1}",
                "{\"email\": \"a\", \"address\": {\"city\": 1}}")) {
            assertThat(asker.call(tool, wrong).path("isError").asBoolean())
                    .as(wrong)
                    .isTrue();
        }
    }

    @Test
    void lists_change_and_their_listeners_hear_of_it() {
        Asker listener = new Asker(handler);
        listener.later(
                "subscriptions/listen",
                "{\"notifications\": {\"toolsListChanged\": true, \"promptsListChanged\": true}}");
        assertThat(listener.client().next().method()).isEqualTo("notifications/subscriptions/acknowledged");
        asker.call("test_trigger_tool_change", "{}");
        assertThat(listener.client().next().method()).isEqualTo("notifications/tools/list_changed");
        assertThat(text(asker.call("test_dynamic_tool", "{}"))).isEqualTo("Here now");
        asker.call("test_trigger_prompt_change", "{}");
        assertThat(listener.client().next().method()).isEqualTo("notifications/prompts/list_changed");
        assertThat(asker.send("prompts/get", "{\"name\": \"test_dynamic_prompt\"}")
                        .has("messages"))
                .isTrue();
        asker.call("test_trigger_tool_change", "{}");
        assertThat(failure(() -> asker.call("test_dynamic_tool", "{}")).code()).isEqualTo(-32602);
        listener.cancel();
    }

    @Test
    void a_watched_resource_tells_its_subscribers_alone() {
        Asker listener = new Asker(handler);
        Asker other = new Asker(handler);
        listener.later(
                "subscriptions/listen",
                "{\"notifications\": {\"resourceSubscriptions\": [\"test://watched-resource\"]}}");
        other.later(
                "subscriptions/listen", "{\"notifications\": {\"resourceSubscriptions\": [\"test://static-text\"]}}");
        listener.client().next();
        other.client().next();
        asker.call("touch_resource", "{}");
        assertThat((JsonNode) listener.client().next().params())
                .isEqualTo(json("{\"uri\": \"test://watched-resource\"}"));
        assertThat(other.client().heard()).isEmpty();
        assertThat(asker.send("resources/read", "{\"uri\": \"test://watched-resource\"}")
                        .toString())
                .contains("Changed 1 times");
        listener.cancel();
        other.cancel();
    }

    @Test
    void every_resource_can_be_read() {
        for (JsonNode resource : asker.send("resources/list", "{}").path("resources")) {
            ObjectNode params = json("{}").put("uri", resource.path("uri").asString());
            ObjectNode read = asker.send("resources/read", params.toString());
            if (read.has("inputRequests")) {
                params.set(
                        "inputResponses",
                        json("{\"user_name\": {\"action\": \"accept\", \"content\": {\"name\": \"Al\"}}}"));
                read = asker.send("resources/read", params.toString());
                assertThat(read.toString()).contains("Hello, Al!");
            }
            assertThat(read.path("contents").path(0).path("uri")).isEqualTo(resource.path("uri"));
            assertThat(read.path("contents").path(0).path("mimeType")).isEqualTo(resource.path("mimeType"));
        }
        assertThat(asker.send("resources/read", "{\"uri\": \"test://template/123/data\"}")
                        .path("contents")
                        .path(0)
                        .path("text")
                        .asString())
                .isEqualTo("{\"id\":\"123\",\"templateTest\":true,\"data\":\"Data for ID: 123\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test_simple_prompt | {} | This is a simple prompt for testing.",
                "test_prompt_with_arguments | {\"arg1\": \"hello\", \"arg2\": \"world\"} | arg1='hello', arg2='world'",
                "test_prompt_with_embedded_resource | {\"resourceUri\": \"test://example-resource\"} | \"uri\":\"test://example-resource\"",
                "test_prompt_with_image | {} | \"mimeType\":\"image/png\""
            })
    void a_prompt_is_filled_in(String name, String arguments, String expected) {
        assertThat(asker.send("prompts/get", "{\"name\": \"" + name + "\", \"arguments\": " + arguments + "}")
                        .path("messages")
                        .toString())
                .contains(expected);
    }

    @Test
    void a_prompt_without_what_it_needs_is_refused() {
        assertThat(failure(() -> asker.send(
                                "prompts/get",
                                "{\"name\": \"test_prompt_with_arguments\", \"arguments\": {\"arg1\": \"x\"}}"))
                        .code())
                .isEqualTo(-32602);
    }

    @Test
    void a_prompt_asks_first_where_it_must() {
        ObjectNode params = json("{\"name\": \"test_input_required_result_prompt\"}");
        assertThat(asker.send("prompts/get", params.toString())
                        .path("inputRequests")
                        .propertyNames())
                .containsExactly("user_context");
        params.set(
                "inputResponses",
                json("{\"user_context\": {\"action\": \"accept\", \"content\": {\"context\": \"the sea\"}}}"));
        assertThat(asker.send("prompts/get", params.toString()).path("messages").toString())
                .contains("the sea");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"ref/prompt\", \"name\": \"test_prompt_with_arguments\"} | arg1 | PA | [\"paris\",\"park\",\"party\"]",
                "{\"type\": \"ref/resource\", \"uri\": \"test://template/{id}/data\"} | id | 12 | [\"123\",\"124\"]",
                "{\"type\": \"ref/resource\", \"uri\": \"test://template/{id}/data\"} | other | 12 | []"
            })
    void values_are_completed(String reference, String argument, String typed, String expected) {
        ObjectNode result = asker.send(
                "completion/complete",
                "{\"ref\": " + reference + ", \"argument\": {\"name\": \"" + argument + "\", \"value\": \"" + typed
                        + "\"}}");
        assertThat(result.path("completion").path("values").toString()).isEqualTo(expected);
    }
}
