package io.yumen.service.host;

import static io.yumen.service.host.RecordingClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Doc;
import io.yumen.secret.Sealer;
import io.yumen.service.Completer;
import io.yumen.service.Content;
import io.yumen.service.InputRequired;
import io.yumen.service.Offer;
import io.yumen.service.Prompt;
import io.yumen.service.Resource;
import io.yumen.service.ResourceContents;
import io.yumen.service.Service;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ServiceHandlerTest {
    record Greeting(
            @Doc("Who") String name,
            @Doc(value = "How often", fallback = "1") int times) {}

    private final Fake service = new Fake();
    private final ServiceHandler handler = ServiceHandler.start(
            service, ServiceLimits.DEFAULT.withPageSize(2), Sealer.ephemeral(), InstantSource.system());

    /** A service that offers what the test wants. */
    private static final class Fake implements Service {
        private volatile Offer offer = new Offer(List.of(), List.of(), List.of(), List.of());
        private volatile Changes changes;
        private volatile boolean closed;

        @Override
        public Identity identity() {
            return new Identity("fake", "Fake", "1.2", "Use it");
        }

        @Override
        public Offer offer() {
            return offer;
        }

        @Override
        public void start(Changes listener) {
            changes = listener;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void close() {
        handler.close();
    }

    private Asker asker() {
        return new Asker(handler);
    }

    private static Tool tool(String name) {
        return Tool.named(name, name).does("Does " + name).answers(call -> ToolResult.text(name));
    }

    private static RpcError failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RpcException.class, call).error();
    }

    private void offerGreeting() {
        service.offer = Offer.of(List.of(Tool.named("greet", "Greet")
                .does("Greets")
                .answers(
                        Greeting.class, (input, call) -> ToolResult.text("Hi " + input.name() + " " + input.times()))));
    }

    @Test
    void it_says_who_it_is_and_what_it_offers() {
        offerGreeting();
        ObjectNode discovered = asker().send("server/discover", "{}");
        assertThat((JsonNode) discovered).isEqualTo(json("""
                        {"supportedVersions": ["2026-07-28"],
                         "capabilities": {"logging": {}, "tools": {"listChanged": true}},
                         "instructions": "Use it",
                         "_meta": {"io.modelcontextprotocol/serverInfo": {"name": "fake", "title": "Fake", "version": "1.2"}},
                         "ttlMs": 60000, "cacheScope": "public"}""").put("ttlMs", 60_000L));
    }

    @Test
    void what_it_does_not_offer_is_no_method_of_it() {
        for (String method : List.of(
                "tools/list",
                "tools/call",
                "prompts/list",
                "prompts/get",
                "resources/list",
                "resources/read",
                "resources/templates/list",
                "completion/complete",
                "tasks/get",
                "tasks/list",
                "initialize",
                "ping")) {
            assertThat(failure(() -> asker().send(method, "{}")).code())
                    .as(method)
                    .isEqualTo(-32601);
        }
    }

    @Test
    void what_a_client_tells_is_accepted() {
        assertThat(asker().send("notifications/roots/list_changed", "{}").isEmpty())
                .isTrue();
    }

    @Test
    void a_list_comes_in_pages_in_the_order_of_the_service() {
        service.offer = Offer.of(
                IntStream.of(5, 3, 1, 4, 2).mapToObj(i -> tool("t" + i)).toList());
        List<String> names = new ArrayList<>();
        String params = "{}";
        int pages = 0;
        while (!params.isEmpty()) {
            ObjectNode page = asker().send("tools/list", params);
            page.path("tools").forEach(tool -> names.add(tool.path("name").asString()));
            assertThat(page.path("cacheScope").asString()).isEqualTo("public");
            params = page.has("nextCursor") ? "{\"cursor\": " + page.get("nextCursor") + "}" : "";
            pages++;
        }
        assertThat(names).containsExactly("t5", "t3", "t1", "t4", "t2");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void a_cursor_that_is_not_of_the_list_is_refused() {
        service.offer = Offer.of(List.of(tool("a"), tool("b"), tool("c")));
        assertThat(failure(() -> asker().send("tools/list", "{\"cursor\": \"%%%\"}"))
                        .code())
                .isEqualTo(-32602);
        assertThat(failure(() -> asker().send("tools/list", "{\"cursor\": \"eA\"}"))
                        .code())
                .isEqualTo(-32602);
        assertThat(failure(() -> asker().send("tools/list", "{\"cursor\": 7}")).code())
                .isEqualTo(-32602);
    }

    @Test
    void names_are_offered_once() {
        assertThatThrownBy(() -> Offer.of(List.of(tool("a"), tool("a")))).hasMessageContaining("a");
    }

    @Test
    void a_tool_gets_its_arguments_as_a_record() {
        offerGreeting();
        assertThat(asker().call("greet", "{\"name\": \"Bo\"}")
                        .path("content")
                        .path(0)
                        .path("text")
                        .asString())
                .isEqualTo("Hi Bo 1");
    }

    @Test
    void wrong_arguments_are_told_to_the_model() {
        offerGreeting();
        ObjectNode result = asker().call("greet", "{\"times\": \"x\"}");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.toString()).contains("name").contains("times");
    }

    @Test
    void wrong_arguments_were_an_error_of_the_protocol_before_2025_11_25() {
        offerGreeting();
        Asker old = asker().speaking(Revision.V2025_06_18);
        assertThat(failure(() -> old.call("greet", "{}")).code()).isEqualTo(-32602);
        assertThat(failure(() -> asker().call("greet", "[]")).code()).isEqualTo(-32602);
    }

    @Test
    void an_unknown_tool_is_an_error_of_the_protocol() {
        offerGreeting();
        assertThat(failure(() -> asker().call("nope", "{}"))).isEqualTo(new RpcError(-32602, "Unknown tool: nope"));
    }

    @Test
    void answers_to_questions_are_looked_at_before_the_tool_sees_them() {
        offerGreeting();
        for (String extra : List.of(
                "\"inputResponses\": null",
                "\"inputResponses\": {\"a\": 5}",
                "\"inputResponses\": []",
                "\"requestState\": 5")) {
            assertThat(failure(() -> asker().send(
                                            "tools/call",
                                            "{\"name\": \"greet\", \"arguments\": {\"name\": \"x\"}, " + extra + "}"))
                            .code())
                    .as(extra)
                    .isEqualTo(-32602);
        }
    }

    @Test
    void a_state_is_good_for_one_principal_one_tool_and_its_arguments() {
        Tool.Handler asks = (arguments, call) -> call.state().isPresent()
                ? ToolResult.text(call.state().get().toString())
                : call.askAgain(json("{\"n\": 1}"), Map.of());
        io.yumen.schema.JsonSchema any = io.yumen.schema.JsonSchema.of(json("{\"type\": \"object\"}"));
        service.offer = Offer.of(List.of(
                Tool.named("a", "a").does("a").answers(any, asks),
                Tool.named("b", "b").does("b").answers(any, asks)));
        JsonNode state = asker().call("a", "{\"x\": 1}").get("requestState");
        String again = "{\"name\": \"%s\", \"arguments\": {\"x\": %d}, \"requestState\": %s}";

        assertThat(asker().send("tools/call", again.formatted("a", 1, state)).toString())
                .contains("{\\\"n\\\":1}");
        assertThat(failure(() -> asker().as("bob").send("tools/call", again.formatted("a", 1, state)))
                        .code())
                .isEqualTo(-32602);
        assertThat(failure(() -> asker().send("tools/call", again.formatted("b", 1, state)))
                        .code())
                .isEqualTo(-32602);
        assertThat(failure(() -> asker().send("tools/call", again.formatted("a", 2, state)))
                        .code())
                .isEqualTo(-32602);
        assertThat(failure(() -> asker().send("tools/call", again.formatted("a", 1, "\"\"")))
                        .code())
                .isEqualTo(-32602);
    }

    @Test
    void an_unknown_resource_is_named_in_the_error() {
        service.offer = new Offer(
                List.of(),
                List.of(),
                List.of(new Resource(
                        "x://a",
                        "a",
                        "A",
                        "text/plain",
                        (uri, variables, call) ->
                                Resource.Reading.of(ResourceContents.bytes(uri, "text/plain", new byte[] {1})))),
                List.of());
        RpcError error = failure(() -> asker().send("resources/read", "{\"uri\": \"x://b\"}"));
        assertThat(error.code()).isEqualTo(-32602);
        assertThat(error.data()).isEqualTo(json("{\"uri\": \"x://b\"}"));
        assertThat(asker().send("resources/read", "{\"uri\": \"x://a\"}").toString())
                .isEqualTo("{\"contents\":[{\"uri\":\"x://a\",\"mimeType\":\"text/plain\",\"blob\":\"AQ==\"}],"
                        + "\"ttlMs\":0,\"cacheScope\":\"private\"}");
    }

    @Test
    void a_listener_is_acknowledged_first_and_hears_what_it_asked_for() throws Exception {
        offerGreeting();
        Asker asker = asker();
        CompletableFuture<ObjectNode> listening = asker.later("subscriptions/listen", """
                {"notifications": {"toolsListChanged": true, "promptsListChanged": true,
                                   "resourceSubscriptions": ["x://a"]}}""");
        assertThat(asker.client().next().toJson().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                        + "\"params\":{\"notifications\":{\"toolsListChanged\":true}}}");
        service.changes.promptsChanged();
        service.changes.resourceUpdated("x://a");
        service.changes.resourcesChanged();
        service.changes.toolsChanged();
        assertThat(asker.client().next().method()).isEqualTo("notifications/tools/list_changed");
        assertThat(asker.client().heard()).isEmpty();
        asker.cancel();
        assertThat(listening.get(10, TimeUnit.SECONDS).isEmpty()).isTrue();
    }

    @Test
    void listeners_end_in_peace_with_the_service() throws Exception {
        offerGreeting();
        Asker asker = asker();
        CompletableFuture<ObjectNode> listening = asker.later("subscriptions/listen", "{\"notifications\": {}}");
        asker.client().next();
        handler.close();
        assertThat(listening.get(10, TimeUnit.SECONDS).isEmpty()).isTrue();
        assertThat(service.closed).isTrue();
    }

    @Test
    void a_listener_names_so_many_resources_at_most() {
        service.offer = new Offer(
                List.of(),
                List.of(),
                List.of(new Resource(
                        "x://a",
                        "a",
                        "A",
                        "text/plain",
                        (uri, variables, call) -> Resource.Reading.of(ResourceContents.text(uri, "text/plain", "")))),
                List.of());
        String uris = IntStream.rangeClosed(0, 1000)
                .mapToObj(i -> "\"x://" + i + "\"")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        assertThat(failure(() -> asker().send(
                                        "subscriptions/listen",
                                        "{\"notifications\": {\"resourceSubscriptions\": [" + uris + "]}}"))
                        .code())
                .isEqualTo(-32602);
    }

    @Test
    void a_completer_knows_who_asks_and_tells_nothing_where_it_cannot() {
        Completer own = (typed, others, call) -> {
            if (typed.isEmpty()) {
                throw new ToolFailure("It is down");
            }
            return Completer.startingWith(
                    typed, List.of(call.caller().principal().name() + "-1", "other-2"));
        };
        service.offer = new Offer(
                List.of(),
                List.of(new Prompt(
                        "p",
                        "P",
                        "p",
                        List.of(new Prompt.Argument("a", "a", false, own)),
                        (arguments, call) -> Prompt.Messages.ofUser("p", Content.text("p")))),
                List.of(),
                List.of());
        String request = """
                {"ref": {"type": "ref/prompt", "name": "p"}, "argument": {"name": "a", "value": "%s"}}""";
        assertThat(asker().as("ada")
                        .send("completion/complete", request.formatted("AD"))
                        .at("/completion/values"))
                .hasToString("[\"ada-1\"]");
        assertThat(asker().as("ada")
                        .send("completion/complete", request.formatted(""))
                        .at("/completion/values"))
                .isEmpty();
    }

    @Test
    void completions_are_cut_at_a_hundred_and_say_so() {
        Completer many = (typed, others, call) -> IntStream.range(0, 250)
                .mapToObj(i -> typed + i + others.getOrDefault("b", ""))
                .toList();
        service.offer = new Offer(
                List.of(),
                List.of(new Prompt(
                        "p",
                        "P",
                        "p",
                        List.of(new Prompt.Argument("a", "a", false, many)),
                        (arguments, call) -> Prompt.Messages.ofUser("p", Content.text("p")))),
                List.of(),
                List.of());
        ObjectNode completion =
                (ObjectNode) asker().send("completion/complete", """
                        {"ref": {"type": "ref/prompt", "name": "p"}, "argument": {"name": "a", "value": "v"},
                         "context": {"arguments": {"b": "!"}}}""").get("completion");
        assertThat(completion.path("values").size()).isEqualTo(100);
        assertThat(completion.path("values").path(0).asString()).isEqualTo("v0!");
        assertThat(completion.path("total").asInt()).isEqualTo(250);
        assertThat(completion.path("hasMore").asBoolean()).isTrue();
        for (String reference : List.of(
                "{\"type\": \"ref/prompt\", \"name\": \"q\"}", "{\"type\": \"ref/resource\", \"uri\": \"q\"}", "{}")) {
            assertThat(failure(() -> asker().send(
                                            "completion/complete",
                                            "{\"ref\": " + reference
                                                    + ", \"argument\": {\"name\": \"a\", \"value\": \"\"}}"))
                            .code())
                    .isEqualTo(-32602);
        }
    }

    @Test
    void hints_and_names_are_checked() {
        assertThatThrownBy(() -> new ToolHints(true, true, false, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tool("a b")).hasMessageContaining("a b");
        assertThatThrownBy(() -> Tool.named("a", "a").answers(call -> ToolResult.text("")))
                .hasMessageContaining("description");
        assertThatThrownBy(() -> new InputRequired(Map.of(), null)).isInstanceOf(IllegalArgumentException.class);
    }
}
