package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Policy;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.names.TaskId;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class HubListenTest {
    private static final Duration A_MOMENT = Duration.ofMillis(150);

    @Test
    void a_change_that_a_server_announces_is_told_once_to_those_who_want_it() throws InterruptedException {
        ScriptedBackend a = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(a, new ScriptedBackend("b").tools("two"));
                HubCase.Ear tools = hub.listen(HubCase.params().put("toolsListChanged", true));
                HubCase.Ear prompts = hub.listen(HubCase.params().put("promptsListChanged", true))) {
            assertThat(tools.acknowledgement.path("notifications").toString()).isEqualTo("{\"toolsListChanged\":true}");
            hub.names(Listing.TOOLS);
            a.tools("one", "three");
            for (int i = 0; i < 5; i++) {
                a.changed(ListKind.TOOLS, ScopeKey.SHARED);
            }
            assertThat(tools.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
            assertThat(hub.names(Listing.TOOLS)).containsExactly("one", "three", "two");
            assertThat(tools.isQuiet(A_MOMENT)).isTrue();
            assertThat(prompts.isQuiet(A_MOMENT)).isTrue();
        }
    }

    @Test
    void a_server_that_was_late_makes_itself_known() {
        CountDownLatch open = new CountDownLatch(1);
        ScriptedBackend slow = new ScriptedBackend("slow").tools("late").holding(Methods.TOOLS_LIST, open);
        try (HubCase hub = HubCase.of(slow, new ScriptedBackend("b").tools("two"));
                HubCase.Ear ear = hub.listen(HubCase.params().put("toolsListChanged", true))) {
            assertThat(hub.names(Listing.TOOLS)).containsExactly("two");
            open.countDown();
            assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
            assertThat(hub.names(Listing.TOOLS)).containsExactly("late", "two");
        }
    }

    @Test
    void a_restart_that_changes_nothing_is_not_told_and_one_that_does_is() throws InterruptedException {
        ScriptedBackend a = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(a)) {
            hub.names(Listing.TOOLS);
            try (HubCase.Ear ear = hub.listen(HubCase.params().put("toolsListChanged", true))) {
                a.up();
                assertThat(ear.isQuiet(A_MOMENT)).isTrue();
                a.tools("two");
                a.up();
                assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
            }
        }
    }

    @Test
    void a_change_that_the_policy_hides_is_not_told() throws InterruptedException {
        ScriptedBackend hidden = new ScriptedBackend("hidden").tools("one");
        ScriptedBackend open = new ScriptedBackend("open").tools("two");
        Policy policy = (caller, subject) -> subject.server().equals("hidden")
                ? new Policy.Decision.Denied("rule", "hidden")
                : Policy.Decision.ALLOWED;
        try (HubCase hub = new HubCase(HubCase.impatient(Prefixing.AUTO), policy, HubCase.servers(hidden, open))) {
            hub.names(Listing.TOOLS);
            try (HubCase.Ear ear = hub.listen(HubCase.params().put("toolsListChanged", true))) {
                hidden.tools("one", "more");
                hidden.changed(ListKind.TOOLS, ScopeKey.SHARED);
                assertThat(ear.isQuiet(A_MOMENT)).isTrue();
                open.changed(ListKind.TOOLS, ScopeKey.SHARED);
                assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
            }
        }
    }

    @Test
    void who_listens_to_one_server_by_itself_stops_hearing_when_rules_hide_it_or_what_it_listens_to()
            throws InterruptedException {
        ScriptedBackend a = new ScriptedBackend("a").tools("one").lists(Listing.RESOURCES, "memo:1", "memo:2");
        Set<String> hidden = ConcurrentHashMap.newKeySet();
        Policy policy = (caller, subject) -> hidden.contains(subject.server()) || hidden.contains(subject.name())
                ? new Policy.Decision.Denied("rule", "hidden")
                : Policy.Decision.ALLOWED;
        try (HubCase hub = new HubCase(HubCase.impatient(Prefixing.AUTO), policy, HubCase.servers(a))) {
            ObjectNode wanted = HubCase.params().put("toolsListChanged", true);
            wanted.putArray("resourceSubscriptions").add("memo:1").add("memo:2");
            try (HubCase.Ear ear = hub.listenTo("a", wanted)) {
                Eventually.holds(() -> a.listens().size() == 1);
                hub.hub.policyChanged();
                assertThat(ear.next().method())
                        .as("he hears the same, of lists that may be others")
                        .isEqualTo(Methods.TOOLS_CHANGED);

                hidden.add("memo:1");
                hub.hub.policyChanged();
                Eventually.holds(() -> a.listens().size() == 1
                        && !a.listens().getFirst().params().toString().contains("memo:1"));
                assertThat(a.listens().getFirst().params().toString()).contains("memo:2");

                hidden.add("a");
                hub.hub.policyChanged();
                Eventually.holds(() -> a.listens().isEmpty());
                ear.join();
                assertThat(ear.failure).isNull();
            }
        }
    }

    @Test
    void what_becomes_of_a_task_is_heard_until_rules_take_its_tool_away() throws InterruptedException {
        ScriptedBackend a = new ScriptedBackend("a").tools("go");
        Set<String> hidden = ConcurrentHashMap.newKeySet();
        Policy policy = (caller, subject) -> hidden.contains(subject.name())
                ? new Policy.Decision.Denied("rule", "hidden")
                : Policy.Decision.ALLOWED;
        try (HubCase hub = new HubCase(HubCase.impatient(Prefixing.AUTO), policy, HubCase.servers(a))) {
            String task = new TaskId("a", "go", "t.1").exposed();
            ObjectNode wanted = HubCase.params();
            wanted.putArray("taskIds").add(task).add("nobody..t");
            for (boolean byItself : new boolean[] {false, true}) {
                hidden.clear();
                try (HubCase.Ear ear = byItself ? hub.listenTo("a", wanted) : hub.listen(wanted)) {
                    assertThat(ear.acknowledgement
                                    .path("notifications")
                                    .path("taskIds")
                                    .toString())
                            .isEqualTo("[\"" + task + "\"]");
                    Eventually.holds(() -> a.listens().size() == 1);
                    assertThat(a.listens().getFirst().params().toString()).contains("[\"t.1\"]");
                    a.tell("notifications/tasks", HubCase.params().put("taskId", "t.1"));
                    assertThat(ear.next().params().path("taskId").asString()).isEqualTo(task);

                    hidden.add("go");
                    hub.hub.policyChanged();
                    Eventually.holds(() -> a.listens().stream()
                            .noneMatch(listen -> listen.params().toString().contains("t.1")));
                }
                Eventually.holds(() -> a.listens().isEmpty());
            }
        }
    }

    @Test
    void servers_that_come_and_go_change_the_list() throws InterruptedException {
        ScriptedBackend a = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(a)) {
            hub.names(Listing.TOOLS);
            try (HubCase.Ear ear = hub.listen(HubCase.params().put("toolsListChanged", true))) {
                hub.hub.apply(HubCase.servers(a, new ScriptedBackend("b").tools("two")));
                assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
                hub.hub.apply(HubCase.servers(a, new ScriptedBackend("c")));
                assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
                hub.hub.apply(HubCase.servers(a));
                assertThat(ear.isQuiet(A_MOMENT)).as("c offered nothing").isTrue();
            }
        }
    }

    @Test
    void watched_resources_are_watched_at_their_servers_under_the_names_of_the_client() {
        ScriptedBackend a = new ScriptedBackend("a").lists(Listing.RESOURCES, "memo:same");
        ScriptedBackend b = new ScriptedBackend("b").lists(Listing.RESOURCES, "memo:same", "memo:b");
        try (HubCase hub = HubCase.of(a, b)) {
            hub.names(Listing.RESOURCES);
            ObjectNode wanted = HubCase.params();
            wanted.putArray("resourceSubscriptions")
                    .add("b+memo:same")
                    .add("memo:b")
                    .add("memo:nobody");
            try (HubCase.Ear ear = hub.listen(wanted)) {
                assertThat(ear.acknowledgement.path("notifications").toString())
                        .contains("b+memo:same", "memo:b")
                        .doesNotContain("nobody");
                Eventually.holds(() -> b.listens().size() == 1);
                assertThat(b.listens().getFirst().params().toString()).contains("\"memo:same\"", "\"memo:b\"");
                assertThat(a.listens()).isEmpty();
                b.tell(Methods.RESOURCE_UPDATED, HubCase.params().put("uri", "memo:same"));
                Message.Notification update = ear.next();
                assertThat(update.method()).isEqualTo(Methods.RESOURCE_UPDATED);
                assertThat(update.params().path("uri").asString()).isEqualTo("b+memo:same");
            }
            Eventually.holds(() -> b.listens().isEmpty());
        }
    }

    @Test
    void a_subscription_that_is_lost_is_opened_again() {
        ScriptedBackend a = new ScriptedBackend("a").lists(Listing.RESOURCES, "memo:1");
        try (HubCase hub = HubCase.of(a)) {
            ObjectNode wanted = HubCase.params();
            wanted.putArray("resourceSubscriptions").add("memo:1");
            a.down("is starting");
            try (HubCase.Ear ear = hub.listen(wanted)) {
                Eventually.holds(() -> a.count(Methods.LISTEN) >= 2);
                a.up();
                Eventually.holds(() -> a.listens().size() == 1);
                a.tell(Methods.RESOURCE_UPDATED, HubCase.params().put("uri", "memo:1"));
                assertThat(ear.next().params().path("uri").asString()).isEqualTo("memo:1");
            }
        }
    }

    @Test
    void what_a_servers_own_session_tells_and_asks_goes_to_the_client_of_that_session() {
        ScriptedBackend a = new ScriptedBackend("a")
                .tools("one")
                .scope(caller -> caller.client() instanceof ClientKey.Session session
                        ? new ScopeKey.Session(caller.principal(), session)
                        : ScopeKey.SHARED);
        Caller ann = HubCase.caller("ann", new ClientKey.Session("s1"));
        try (HubCase hub = HubCase.of(a);
                HubCase.Ear ear = hub.listen(HubCase.params(), ann)) {
            Eventually.holds(() -> a.listens().size() == 1);
            a.tell(Methods.LOG, HubCase.params().put("data", "hello"));
            assertThat(ear.next().method()).isEqualTo(Methods.LOG);
            ObjectNode answer =
                    a.listens().getFirst().client().ask(new InputRequest(InputKind.ROOTS, HubCase.params()));
            assertThat(answer.path("answered").asString()).isEqualTo("ROOTS");
        }
    }

    @Test
    void a_session_without_anything_to_watch_is_listened_to_as_soon_as_its_server_is_connected() {
        ScopeKey.Session scope = new ScopeKey.Session(HubCase.caller("ann").principal(), new ClientKey.Session("s1"));
        ScriptedBackend a = new ScriptedBackend("a").tools("one").scope(caller -> scope);
        a.down("is not connected");
        try (HubCase hub = HubCase.of(a);
                HubCase.Ear ear = hub.listen(HubCase.params(), HubCase.caller("ann", new ClientKey.Session("s1")))) {
            Eventually.holds(() -> a.count(Methods.LISTEN) == 1);
            a.connected(scope);
            Eventually.holds(() -> a.listens().size() == 1);
            a.tell(Methods.LOG, HubCase.params().put("data", "hello"));
            assertThat(ear.next().method()).isEqualTo(Methods.LOG);
        }
    }

    @Test
    void a_change_in_one_session_is_told_to_that_session_alone() throws InterruptedException {
        ScriptedBackend a =
                new ScriptedBackend("a").tools("one").scope(caller -> new ScopeKey.User(caller.principal()));
        Caller ann = HubCase.caller("ann");
        Caller ben = HubCase.caller("ben");
        try (HubCase hub = HubCase.of(a)) {
            hub.names(Listing.TOOLS, ann);
            hub.names(Listing.TOOLS, ben);
            try (HubCase.Ear ofAnn = hub.listen(HubCase.params().put("toolsListChanged", true), ann);
                    HubCase.Ear ofBen = hub.listen(HubCase.params().put("toolsListChanged", true), ben)) {
                a.changed(ListKind.TOOLS, new ScopeKey.User(ann.principal()));
                assertThat(ofAnn.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
                assertThat(ofBen.isQuiet(A_MOMENT)).isTrue();
            }
        }
    }

    @Test
    void a_subscription_ends_with_a_result_when_the_hub_closes_and_with_its_cause_when_it_is_cancelled()
            throws InterruptedException {
        HubCase hub = HubCase.of(new ScriptedBackend("a").tools("one"));
        HubCase.Ear cancelled = hub.listen(HubCase.params().put("toolsListChanged", true));
        cancelled.cancellation.cancel();
        cancelled.join();
        assertThat(cancelled.failure).isNotNull();
        HubCase.Ear closed = hub.listen(HubCase.params().put("toolsListChanged", true));
        hub.close();
        closed.join();
        assertThat(closed.result).isNotNull();
        assertThat(List.of(hub.hub.status().subscriptions())).containsExactly(0);
    }

    @Test
    void one_server_by_itself_is_listened_to_until_it_is_taken_out() throws InterruptedException {
        ScriptedBackend a = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(a);
                HubCase.Ear ear = hub.listenTo("a", HubCase.params().put("toolsListChanged", true))) {
            a.tell(Methods.TOOLS_CHANGED, HubCase.params());
            assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
            hub.hub.apply(List.of());
            ear.join();
            assertThat(ear.result).isNotNull();
            Eventually.holds(a::isClosed);
        }
    }

    @Test
    void one_server_that_is_not_ready_is_listened_to_as_soon_as_it_is() {
        ScriptedBackend a = new ScriptedBackend("a").tools("one");
        a.down("is not ready");
        try (HubCase hub = HubCase.of(a);
                HubCase.Ear ear = hub.listenTo("a", HubCase.params().put("toolsListChanged", true))) {
            assertThat(ear.acknowledgement.at("/notifications/toolsListChanged").asBoolean())
                    .isTrue();
            a.connected(ScopeKey.SHARED);
            assertThat(ear.next().method()).as("what was missed").isEqualTo(Methods.TOOLS_CHANGED);
            a.tell(Methods.TOOLS_CHANGED, HubCase.params());
            assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
        }
    }

    @Test
    void one_server_with_nothing_to_watch_is_listened_to_once_it_is_connected_and_not_before() {
        ScriptedBackend a = new ScriptedBackend("a").tools("one");
        a.down("is not connected");
        try (HubCase hub = HubCase.of(a);
                HubCase.Ear ear = hub.listenTo("a", HubCase.params())) {
            assertThat(ear.acknowledgement.has("notifications")).isTrue();
            assertThat(a.count(Methods.LISTEN)).isEqualTo(1);
            a.connected(ScopeKey.SHARED);
            Eventually.holds(() -> a.listens().size() == 1);
            assertThat(a.count(Methods.LISTEN)).isEqualTo(2);
        }
    }

    @Test
    void one_server_is_not_started_for_a_session_because_another_one_has_started_it() throws InterruptedException {
        ScriptedBackend a = new ScriptedBackend("a").tools("one").scope(HubListenTest::ownScope);
        a.down("is not connected");
        Caller ann = HubCase.caller("ann", new ClientKey.Session("s1"));
        Caller bob = HubCase.caller("bob", new ClientKey.Session("s2"));
        try (HubCase hub = HubCase.of(a);
                HubCase.Ear ear = hub.listenTo("a", HubCase.params(), ann)) {
            a.connected(ownScope(bob));
            assertThat(ear.isQuiet(Duration.ofMillis(200))).isTrue();
            assertThat(a.count(Methods.LISTEN)).isEqualTo(1);
            a.connected(ownScope(ann));
            Eventually.holds(() -> a.listens().size() == 1);
        }
    }

    @Test
    void one_server_that_is_replaced_goes_on_being_listened_to() {
        ScriptedBackend old = new ScriptedBackend("a").tools("one");
        ScriptedBackend fresh = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(old);
                HubCase.Ear ear = hub.listenTo("a", HubCase.params().put("toolsListChanged", true))) {
            hub.hub.apply(HubCase.servers(fresh));
            assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
            fresh.tell(Methods.TOOLS_CHANGED, HubCase.params());
            assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
            Eventually.holds(old::isClosed);
        }
    }

    @Test
    void what_one_server_says_against_a_subscription_is_told() throws InterruptedException {
        ScriptedBackend a = new ScriptedBackend("a").on(Methods.LISTEN, exchange -> {
            exchange.client().notify(new Message.Notification(Methods.ACKNOWLEDGED, exchange.params()));
            throw RpcException.methodNotFound(Methods.LISTEN);
        });
        try (HubCase hub = HubCase.of(a);
                HubCase.Ear ear = hub.listenTo("a", HubCase.params().put("toolsListChanged", true))) {
            ear.join();
            assertThat(ear.failure).hasMessageContaining(Methods.LISTEN);
        }
    }

    private static ScopeKey ownScope(Caller caller) {
        return new ScopeKey.Session(caller.principal(), (ClientKey.Session) caller.client());
    }
}
