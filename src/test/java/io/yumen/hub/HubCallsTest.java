package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.exchange.Results;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.ServerOptions;
import io.yumen.hub.names.Prefixing;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class HubCallsTest {
    @Test
    void a_call_reaches_its_server_under_the_name_that_the_server_knows() {
        ScriptedBackend a = new ScriptedBackend("a").tools("read", "only_a");
        ScriptedBackend b = new ScriptedBackend("b").tools("read");
        try (HubCase hub = HubCase.of(a, b)) {
            assertThat(hub.call("only_a")).isEqualTo("a:only_a");
            assertThat(hub.call("b_read")).isEqualTo("b:read");
            assertThat(hub.call("a_read")).isEqualTo("a:read");
            assertThat(hub.call("a_only_a")).isEqualTo("a:only_a");
            assertThatThrownBy(() -> hub.call("read"))
                    .hasMessageContaining("Unknown tool: read")
                    .hasMessageContaining("Did you mean a_read?");
        }
    }

    @Test
    void a_call_on_warm_lists_asks_nothing_but_its_server_and_passes_its_parameters_as_they_are() {
        ScriptedBackend a = new ScriptedBackend("a").tools("one");
        ScriptedBackend b = new ScriptedBackend("b").tools("two");
        try (HubCase hub = HubCase.of(a, b)) {
            hub.names(Listing.TOOLS);
            int lists = a.count(Methods.TOOLS_LIST) + b.count(Methods.TOOLS_LIST);
            ObjectNode params = HubCase.params().put("name", "one");
            hub.ask(Methods.TOOLS_CALL, params);
            assertThat(a.seen(Methods.TOOLS_CALL).getFirst().params()).isSameAs(params);
            assertThat(a.count(Methods.TOOLS_LIST) + b.count(Methods.TOOLS_LIST))
                    .isEqualTo(lists);
        }
    }

    @Test
    void with_one_server_a_call_needs_no_list() {
        ScriptedBackend a = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(a)) {
            assertThat(hub.call("unlisted")).isEqualTo("a:unlisted");
            assertThat(a.count(Methods.TOOLS_LIST)).isZero();
        }
    }

    @Test
    void a_prompt_and_its_completion_reach_the_same_server() {
        Handler get = exchange -> HubCase.params()
                .put("description", exchange.params().path("name").asString());
        Handler complete = exchange -> {
            ObjectNode result = HubCase.params();
            result.putObject("completion")
                    .putArray("values")
                    .add(exchange.params().path("ref").path("name").asString());
            return result;
        };
        ScriptedBackend a =
                new ScriptedBackend("a").lists(Listing.PROMPTS, "hello").on(Methods.PROMPTS_GET, get);
        ScriptedBackend b = new ScriptedBackend("b")
                .lists(Listing.PROMPTS, "hello")
                .on(Methods.PROMPTS_GET, get)
                .on(Methods.COMPLETE, complete);
        try (HubCase hub = HubCase.of(a, b)) {
            ObjectNode prompt = hub.ask(Methods.PROMPTS_GET, HubCase.params().put("name", "b_hello"));
            assertThat(prompt.path("description").asString()).isEqualTo("hello");
            assertThat(b.count(Methods.PROMPTS_GET)).isEqualTo(1);
            assertThat(values(hub, "b_hello")).isEqualTo("[\"hello\"]");
            assertThat(values(hub, "a_hello"))
                    .as("a server without completions")
                    .isEqualTo("[]");
        }
    }

    @Test
    void a_resource_is_read_from_the_server_that_lists_it_or_has_a_template_for_it() {
        ScriptedBackend a = resources("a").lists(Listing.RESOURCES, "file:///a", "memo:same");
        ScriptedBackend b =
                resources("b").lists(Listing.RESOURCES, "memo:same").lists(Listing.TEMPLATES, "db://{table}/{row}");
        try (HubCase hub = HubCase.of(a, b)) {
            assertThat(read(hub, "file:///a")).isEqualTo("a file:///a file:///a");
            assertThat(read(hub, "db://users/7")).isEqualTo("b db://users/7 db://users/7");
            assertThat(hub.names(Listing.RESOURCES)).containsExactly("file:///a", "a+memo:same", "b+memo:same");
            assertThat(read(hub, "b+memo:same")).isEqualTo("b memo:same b+memo:same");
        }
    }

    @Test
    void a_resource_that_no_server_lists_is_asked_for_one_by_one() {
        ScriptedBackend a = resources("a").lists(Listing.RESOURCES, "file:///a");
        ScriptedBackend b = resources("b").lists(Listing.RESOURCES, "memo:1");
        a.on(Methods.RESOURCES_READ, exchange -> {
            throw new RpcException(ErrorCode.RESOURCE_NOT_FOUND, "no");
        });
        try (HubCase hub = HubCase.of(a, b)) {
            hub.ask(Methods.DISCOVER, HubCase.params());
            assertThat(read(hub, "memo:hidden")).startsWith("b memo:hidden");
            assertThat(a.count(Methods.RESOURCES_READ)).as("the scheme tells").isZero();
            assertThat(read(hub, "file:///hidden")).startsWith("b file:///hidden");
            b.on(Methods.RESOURCES_READ, exchange -> {
                throw RpcException.invalidParams("no");
            });
            assertThatThrownBy(() -> read(hub, "file:///other")).isInstanceOfSatisfying(RpcException.class, e -> {
                assertThat(e.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
                assertThat(String.valueOf(e.error().data())).contains("file:///other");
            });
        }
    }

    @Test
    void a_renamed_uri_is_renamed_wherever_a_result_names_it_and_the_servers_tree_stays_as_it_was() {
        ObjectNode served = HubCase.params();
        served.putArray("content")
                .add(HubCase.params().put("type", "resource_link").put("uri", "memo:same"))
                .add(HubCase.params().put("type", "text").put("text", "memo:same"));
        served.withArray("content")
                .addObject()
                .put("type", "resource")
                .putObject("resource")
                .put("uri", "memo:same");
        String before = served.toString();
        Handler answer = exchange -> Results.empty().setAll(served);
        ScriptedBackend a =
                resources("a").lists(Listing.RESOURCES, "memo:same").tools("go").on(Methods.TOOLS_CALL, answer);
        ScriptedBackend b = resources("b").lists(Listing.RESOURCES, "memo:same").tools("b_tool");
        try (HubCase hub = HubCase.of(a, b)) {
            hub.names(Listing.RESOURCES);
            ObjectNode result = hub.ask(Methods.TOOLS_CALL, HubCase.params().put("name", "go"));
            assertThat(result.path("content").path(0).path("uri").asString()).isEqualTo("a+memo:same");
            assertThat(result.path("content").path(1).path("text").asString()).isEqualTo("memo:same");
            assertThat(result.path("content")
                            .path(2)
                            .path("resource")
                            .path("uri")
                            .asString())
                    .isEqualTo("a+memo:same");
            assertThat(served).hasToString(before);
        }
    }

    @Test
    void the_user_interfaces_of_two_tools_with_one_uri_stay_apart() {
        ScriptedBackend a = resources("a").entries(Listing.TOOLS, List.of(withInterface("show_a")));
        ScriptedBackend b = resources("b").entries(Listing.TOOLS, List.of(withInterface("show_b")));
        try (HubCase hub = HubCase.of(a, b)) {
            ObjectNode list = hub.ask(Methods.TOOLS_LIST, HubCase.params());
            assertThat(list.path("tools")
                            .path(1)
                            .path("_meta")
                            .path("ui")
                            .path("resourceUri")
                            .asString())
                    .isEqualTo("ui://b/main");
            assertThat(read(hub, "ui://b/main")).isEqualTo("b ui://main ui://b/main");
        }
    }

    @Test
    void a_task_is_followed_at_the_server_that_made_it() {
        Handler create = exchange ->
                HubCase.params().put("resultType", "task").put("taskId", "t.1").put("status", "working");
        Handler get = exchange -> HubCase.params()
                .put("taskId", exchange.params().path("taskId").asString())
                .put("status", "completed");
        ScriptedBackend a = new ScriptedBackend("a").tools("x");
        ScriptedBackend b = new ScriptedBackend("my b")
                .tools("go")
                .on(Methods.TOOLS_CALL, create)
                .on(Methods.TASKS_GET, get);
        try (HubCase hub = HubCase.of(a, b)) {
            ObjectNode task = hub.ask(Methods.TOOLS_CALL, HubCase.params().put("name", "go"));
            String id = task.path("taskId").asString();
            assertThat(id).isNotEqualTo("t.1");
            ObjectNode status = hub.ask(Methods.TASKS_GET, HubCase.params().put("taskId", id));
            assertThat(status.path("taskId").asString()).isEqualTo(id);
            assertThat(b.seen(Methods.TASKS_GET)
                            .getFirst()
                            .params()
                            .path("taskId")
                            .asString())
                    .isEqualTo("t.1");
            assertThatThrownBy(() -> hub.ask(Methods.TASKS_GET, HubCase.params().put("taskId", "else.1")))
                    .hasMessageContaining("Unknown task");
        }
    }

    @Test
    void a_task_is_decided_by_the_tool_that_began_it() {
        Handler create = exchange -> HubCase.params()
                .put("resultType", "task")
                .put("taskId", exchange.params().path("name").asString("").equals("go") ? "t.1" : "t.2");
        Handler answer = exchange ->
                HubCase.params().put("taskId", exchange.params().path("taskId").asString());
        ScriptedBackend a = new ScriptedBackend("a")
                .tools("go", "other")
                .on(Methods.TOOLS_CALL, create)
                .on(Methods.TASKS_GET, answer)
                .on(Methods.TASKS_UPDATE, answer)
                .on(Methods.TASKS_CANCEL, answer);
        AtomicReference<Policy.Decision> now = new AtomicReference<>(Policy.Decision.ALLOWED);
        Policy policy = (caller, subject) -> subject.name().equals("go") ? now.get() : Policy.Decision.ALLOWED;
        try (HubCase hub = new HubCase(HubCase.impatient(Prefixing.AUTO), policy, HubCase.servers(a))) {
            for (Handler way : List.of(hub.hub, hub.hub.server("a").orElseThrow())) {
                now.set(Policy.Decision.ALLOWED);
                ObjectNode task = HubCase.params()
                        .put("taskId", way.handle(call("go")).path("taskId").asString());
                ObjectNode others = HubCase.params()
                        .put("taskId", way.handle(call("other")).path("taskId").asString());
                assertThat(way.handle(HubCase.exchange(Methods.TASKS_GET, task)).path("taskId"))
                        .isEqualTo(task.path("taskId"));

                now.set(new Policy.Decision.Denied("rule", "taken away"));
                for (String method : List.of(Methods.TASKS_GET, Methods.TASKS_UPDATE)) {
                    assertThatThrownBy(() -> way.handle(HubCase.exchange(method, task)))
                            .as(method)
                            .hasMessageContaining("Unknown task");
                    assertThat(way.handle(HubCase.exchange(method, others)).has("taskId"))
                            .isTrue();
                }
                assertThat(way.handle(HubCase.exchange(Methods.TASKS_CANCEL, task))
                                .path("taskId"))
                        .isEqualTo(task.path("taskId"));

                now.set(new Policy.Decision.Lacking("rule", Set.of("more"), Set.of("more")));
                assertThatThrownBy(() -> way.handle(HubCase.exchange(Methods.TASKS_GET, task)))
                        .hasMessageContaining("needs a scope that it does not have: more");
                now.set(new Policy.Decision.Held("rule", Policy.Decision.Approver.PERSON));
                assertThat(way.handle(HubCase.exchange(Methods.TASKS_GET, task)).has("taskId"))
                        .as("what began was approved")
                        .isTrue();
            }
            assertThat(a.seen(Methods.TASKS_GET))
                    .allSatisfy(seen ->
                            assertThat(seen.params().path("taskId").asString()).isIn("t.1", "t.2"));
        }
    }

    @Test
    void a_method_that_we_do_not_know_goes_to_the_only_server_and_to_none_of_several() {
        ScriptedBackend a = new ScriptedBackend("a")
                .on("skills/list", exchange -> HubCase.params().put("ok", true));
        try (HubCase hub = HubCase.of(a)) {
            assertThat(hub.ask("skills/list", HubCase.params()).path("ok").asBoolean())
                    .isTrue();
            hub.hub.apply(HubCase.servers(a, new ScriptedBackend("b")));
            assertThatThrownBy(() -> hub.ask("skills/list", HubCase.params()))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> assertThat(e.error().code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND));
        }
    }

    @Test
    void a_notification_of_the_client_reaches_every_server() {
        ScriptedBackend a = new ScriptedBackend("a").on(Methods.ROOTS_CHANGED, exchange -> Results.empty());
        ScriptedBackend b = new ScriptedBackend("b");
        try (HubCase hub = HubCase.of(a, b)) {
            hub.ask(Methods.ROOTS_CHANGED, HubCase.params());
            Eventually.holds(() -> a.count(Methods.ROOTS_CHANGED) == 1 && b.count(Methods.ROOTS_CHANGED) == 1);
        }
    }

    @Test
    void discovery_unites_what_the_servers_can_do_and_say_and_waits_for_none() {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedBackend a = new ScriptedBackend("a").tools("x").instructions("Use x.");
        ScriptedBackend b =
                new ScriptedBackend("b").lists(Listing.RESOURCES, "memo:1").instructions("Read memos.");
        ScriptedBackend slow = new ScriptedBackend("slow").holding(Methods.DISCOVER, never);
        try (HubCase hub = HubCase.of(a, b)) {
            ObjectNode result = hub.ask(Methods.DISCOVER, HubCase.params());
            assertThat(result.path("capabilities")
                            .path("tools")
                            .path("listChanged")
                            .asBoolean())
                    .isTrue();
            assertThat(result.path("capabilities").has("resources")).isTrue();
            assertThat(result.path("capabilities").has("prompts")).isFalse();
            assertThat(result.path("instructions").asString()).isEqualTo("# a\n\nUse x.\n\n# b\n\nRead memos.");

            ServerOptions quiet = new ServerOptions(Set.of(), Set.of(), Map.of(), "");
            hub.hub.apply(
                    List.of(new HubServer(a, quiet), new HubServer(b, ServerOptions.NONE), new HubServer(slow, quiet)));
            ObjectNode later = hub.ask(Methods.DISCOVER, HubCase.params());
            assertThat(later.path("instructions").asString()).isEqualTo("# b\n\nRead memos.");
            assertThat(later.path("capabilities").has("prompts"))
                    .as("the slow one may have some")
                    .isTrue();
            never.countDown();
        }
    }

    @Test
    void one_server_by_itself_is_untouched_but_under_the_same_policy() {
        Policy policy = (caller, subject) -> subject.name().equals("secret")
                ? new Policy.Decision.Denied("rule", "not yours")
                : Policy.Decision.ALLOWED;
        ScriptedBackend a = new ScriptedBackend("a").tools("read", "secret");
        ScriptedBackend b = new ScriptedBackend("b").tools("read");
        try (HubCase hub = new HubCase(HubCase.impatient(Prefixing.ALWAYS), policy, HubCase.servers(a, b))) {
            Handler direct = hub.hub.server("a").orElseThrow();
            assertThat(hub.hub.server("c")).isEmpty();
            ObjectNode list = direct.handle(HubCase.exchange(Methods.TOOLS_LIST, HubCase.params()));
            assertThat(HubCase.names(Listing.TOOLS, list)).containsExactly("read");
            direct.handle(HubCase.exchange(Methods.TOOLS_LIST, HubCase.params()));
            assertThat(a.count(Methods.TOOLS_LIST)).isEqualTo(1);
            direct.handle(call("read"));
            assertThat(a.seen(Methods.TOOLS_CALL)).hasSize(1);
            assertThatThrownBy(() -> direct.handle(call("secret"))).hasMessageContaining("Unknown tool: secret");
            a.down("is gone");
            assertThatThrownBy(() -> direct.handle(call("read"))).hasMessageContaining("a is gone");
        }
    }

    @Test
    void servers_come_and_go_under_load_and_no_call_fails() throws InterruptedException {
        ScriptedBackend stays = new ScriptedBackend("stays").tools("work");
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (HubCase hub = HubCase.patient(stays, new ScriptedBackend("v0").tools("other0"))) {
            hub.names(Listing.TOOLS);
            List<Thread> clients = IntStream.range(0, 8)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> {
                        try {
                            for (int n = 0; n < 300; n++) {
                                assertThat(hub.call("work")).isEqualTo("stays:work");
                                assertThat(hub.names(Listing.TOOLS)).contains("work");
                            }
                        } catch (RuntimeException | Error e) {
                            failures.add(e);
                        }
                    }))
                    .toList();
            List<ScriptedBackend> gone = new ArrayList<>();
            for (int i = 1; i <= 30; i++) {
                ScriptedBackend next = new ScriptedBackend("v" + i).tools("other" + i);
                gone.add(next);
                hub.hub.apply(HubCase.servers(next, stays));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            gone.removeLast();
            Eventually.holds(() -> gone.stream().allMatch(ScriptedBackend::isClosed));
        }
        assertThat(stays.isClosed()).isTrue();
    }

    @Test
    void a_server_that_is_replaced_under_load_fails_no_call() throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (HubCase hub = HubCase.patient(new ScriptedBackend("a").tools("work"), new ScriptedBackend("b"))) {
            List<Thread> clients = IntStream.range(0, 8)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> {
                        try {
                            for (int n = 0; n < 2_000; n++) {
                                assertThat(hub.call("work")).isEqualTo("a:work");
                            }
                        } catch (RuntimeException | Error e) {
                            failures.add(e);
                        }
                    }))
                    .toList();
            while (clients.stream().anyMatch(Thread::isAlive)) {
                hub.hub.apply(HubCase.servers(new ScriptedBackend("a").tools("work"), new ScriptedBackend("b")));
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void a_call_that_a_replacement_overtakes_is_overtaken_no_second_time() throws InterruptedException {
        List<CountDownLatch> listed = List.of(new CountDownLatch(1), new CountDownLatch(1));
        List<ScriptedBackend> versions = listed.stream()
                .map(latch -> new ScriptedBackend("a").tools("work").holding(Methods.TOOLS_LIST, latch))
                .toList();
        ScriptedBackend other = new ScriptedBackend("b");
        List<String> answers = new CopyOnWriteArrayList<>();
        try (HubCase hub = HubCase.patient(versions.get(0), other)) {
            Thread call = Thread.ofVirtual().start(() -> answers.add(hub.call("work")));
            Eventually.holds(() -> versions.get(0).count(Methods.TOOLS_LIST) == 1);
            hub.hub.apply(HubCase.servers(versions.get(1), other));
            Eventually.holds(versions.get(0)::isClosed);
            listed.get(0).countDown();
            Eventually.holds(() -> versions.get(1).count(Methods.TOOLS_LIST) == 1);
            hub.hub.apply(HubCase.servers(other));
            listed.get(1).countDown();
            call.join();
            assertThat(answers).containsExactly("a:work");
            assertThat(versions.get(1).count(Methods.TOOLS_CALL)).isEqualTo(1);
            Eventually.holds(versions.get(1)::isClosed);
        }
    }

    @Test
    void a_list_that_a_replaced_server_did_not_give_is_not_left_out() throws InterruptedException {
        CountDownLatch listed = new CountDownLatch(1);
        ScriptedBackend old = new ScriptedBackend("a").tools("work");
        old.on(Methods.TOOLS_LIST, exchange -> {
                    throw RpcException.unavailable("is being removed");
                })
                .holding(Methods.TOOLS_LIST, listed);
        ScriptedBackend other = new ScriptedBackend("b").tools("rest");
        List<List<String>> names = new CopyOnWriteArrayList<>();
        try (HubCase hub = HubCase.patient(old, other)) {
            Thread call = Thread.ofVirtual().start(() -> names.add(hub.names(Listing.TOOLS)));
            Eventually.holds(() -> old.count(Methods.TOOLS_LIST) == 1);
            hub.hub.apply(HubCase.servers(new ScriptedBackend("a").tools("work"), other));
            Eventually.holds(old::isClosed);
            listed.countDown();
            call.join();
            assertThat(names).containsExactly(List.of("work", "rest"));
        }
    }

    @Test
    void a_server_that_is_taken_out_finishes_what_is_under_way_and_is_then_closed() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        ScriptedBackend a = new ScriptedBackend("a").tools("long").holding(Methods.TOOLS_CALL, open);
        List<String> answers = new CopyOnWriteArrayList<>();
        try (HubCase hub = HubCase.of(a)) {
            Handler direct = hub.hub.server("a").orElseThrow();
            Thread call = Thread.ofVirtual().start(() -> answers.add(hub.call("long")));
            Eventually.holds(() -> a.count(Methods.TOOLS_CALL) == 1);
            hub.hub.apply(List.of());
            assertThat(a.isClosed()).isFalse();
            assertThatThrownBy(() -> direct.handle(call("long"))).hasMessageContaining("a was removed");
            open.countDown();
            call.join();
            assertThat(answers).containsExactly("a:long");
            Eventually.holds(a::isClosed);
        }
    }

    private static Exchange call(String tool) {
        return HubCase.exchange(Methods.TOOLS_CALL, HubCase.params().put("name", tool));
    }

    private static String values(HubCase hub, String prompt) {
        ObjectNode params = HubCase.params();
        params.putObject("ref").put("type", "ref/prompt").put("name", prompt);
        return hub.ask(Methods.COMPLETE, params)
                .path("completion")
                .path("values")
                .toString();
    }

    /** Which server answered, under which URI, and which URI it says that it is. */
    private static String read(HubCase hub, String uri) {
        ObjectNode result = hub.ask(Methods.RESOURCES_READ, HubCase.params().put("uri", uri));
        return result.path("contents").path(0).path("text").asString() + " "
                + result.path("contents").path(0).path("uri").asString();
    }

    private static ScriptedBackend resources(String name) {
        return new ScriptedBackend(name).on(Methods.RESOURCES_READ, exchange -> {
            String uri = exchange.params().path("uri").asString();
            ObjectNode result = HubCase.params();
            result.putArray("contents").addObject().put("uri", uri).put("text", name + " " + uri);
            return result;
        });
    }

    private static ObjectNode withInterface(String name) {
        ObjectNode tool = HubCase.params().put("name", name);
        tool.putObject("_meta").putObject("ui").put("resourceUri", "ui://main");
        return tool;
    }
}
