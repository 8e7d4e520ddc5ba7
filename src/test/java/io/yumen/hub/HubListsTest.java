package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Policy;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.ServerOptions;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.search.SearchConfig;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class HubListsTest {
    @Test
    void lists_of_all_servers_are_one_in_the_order_of_the_configuration() {
        try (HubCase hub =
                HubCase.of(new ScriptedBackend("b").tools("z", "y").pages(1), new ScriptedBackend("a").tools("x"))) {
            assertThat(hub.names(Listing.TOOLS)).containsExactly("z", "y", "x");
        }
    }

    @Test
    void a_list_that_was_read_is_not_read_again_until_it_changes() {
        ScriptedBackend server = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(server)) {
            for (int i = 0; i < 20; i++) {
                assertThat(hub.names(Listing.TOOLS)).containsExactly("one");
            }
            assertThat(server.count(Methods.TOOLS_LIST)).isEqualTo(1);

            server.tools("one", "two");
            server.changed(ListKind.TOOLS, ScopeKey.SHARED);

            assertThat(hub.names(Listing.TOOLS)).containsExactly("one", "two");
            assertThat(server.count(Methods.TOOLS_LIST)).isEqualTo(2);
            assertThat(server.count(Methods.DISCOVER)).isEqualTo(1);
        }
    }

    @Test
    void the_tree_of_a_cached_list_is_handed_out_as_it_is() {
        ScriptedBackend server = new ScriptedBackend("a").tools("one", "two");
        try (HubCase hub = HubCase.of(server)) {
            ObjectNode first = hub.ask(Methods.TOOLS_LIST, HubCase.params());
            ObjectNode second = hub.ask(Methods.TOOLS_LIST, HubCase.params());
            assertThat(second).isNotSameAs(first);
            assertThat(second.get("tools")).isSameAs(first.get("tools"));
        }
    }

    @Test
    void a_list_expires_when_its_server_says_so() {
        ScriptedBackend server = new ScriptedBackend("a").tools("one").ttl(1);
        try (HubCase hub = HubCase.of(server)) {
            hub.names(Listing.TOOLS);
            server.tools("two");
            Eventually.holds(() -> hub.names(Listing.TOOLS).equals(List.of("two")));
        }
    }

    @Test
    void many_who_ask_at_once_cause_one_reading() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        ScriptedBackend server = new ScriptedBackend("a").tools("one").holding(Methods.TOOLS_LIST, open);
        try (HubCase hub = HubCase.of(server)) {
            List<Thread> threads = IntStream.range(0, 50)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> hub.names(Listing.TOOLS)))
                    .toList();
            Eventually.holds(() -> server.count(Methods.TOOLS_LIST) == 1);
            open.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(server.count(Methods.TOOLS_LIST)).isEqualTo(1);
        }
    }

    @Test
    void a_dead_and_a_slow_server_neither_delay_nor_hide_the_one_that_is_fine() {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedBackend dead = new ScriptedBackend("dead").tools("d");
        dead.down("does not start: no such file");
        ScriptedBackend slow = new ScriptedBackend("slow").tools("s").holding(Methods.TOOLS_LIST, never);
        ScriptedBackend fine = new ScriptedBackend("fine").tools("f");
        try (HubCase hub = HubCase.of(dead, slow, fine)) {
            assertThat(hub.names(Listing.TOOLS)).containsExactly("f");
            long before = System.nanoTime();
            assertThat(hub.names(Listing.TOOLS)).containsExactly("f");
            assertThat(System.nanoTime() - before).isLessThan(200_000_000L);

            assertThatThrownBy(() -> hub.call("d"))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("Unknown tool: d")
                    .hasMessageContaining("dead")
                    .hasMessageContaining("no such file");
            assertThat(hub.hub.status().servers().getFirst().trouble()).contains("no such file");
            never.countDown();
            Eventually.holds(() -> hub.names(Listing.TOOLS).equals(List.of("s", "f")));
            dead.up();
            Eventually.holds(() -> hub.names(Listing.TOOLS).equals(List.of("d", "s", "f")));
        }
    }

    @Test
    void a_server_that_goes_down_keeps_its_last_list_and_its_calls_say_why_they_fail() {
        ScriptedBackend server = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(server, new ScriptedBackend("b").tools("two"))) {
            hub.names(Listing.TOOLS);
            server.down("has crashed");
            server.changed(ListKind.TOOLS, ScopeKey.SHARED);
            assertThat(hub.names(Listing.TOOLS)).containsExactly("one", "two");
            assertThatThrownBy(() -> hub.call("one")).hasMessageContaining("a has crashed");
        }
    }

    @Test
    void callers_with_their_own_connection_have_their_own_lists() {
        ScriptedBackend server = new ScriptedBackend("a")
                .tools("x")
                .scope(caller -> new ScopeKey.User(caller.principal()))
                .on(Methods.TOOLS_LIST, exchange -> {
                    ObjectNode result = HubCase.params();
                    result.putArray("tools")
                            .addObject()
                            .put("name", "of_" + exchange.caller().principal().name());
                    return result;
                });
        try (HubCase hub = HubCase.of(server)) {
            assertThat(hub.names(Listing.TOOLS, HubCase.caller("ann"))).containsExactly("of_ann");
            assertThat(hub.names(Listing.TOOLS, HubCase.caller("ben"))).containsExactly("of_ben");
            assertThat(hub.names(Listing.TOOLS, HubCase.caller("ann"))).containsExactly("of_ann");
            assertThat(server.count(Methods.TOOLS_LIST)).isEqualTo(2);
        }
    }

    @Test
    void a_server_without_prompts_is_not_asked_for_them() {
        ScriptedBackend server = new ScriptedBackend("a").tools("one");
        try (HubCase hub = HubCase.of(server)) {
            assertThat(hub.names(Listing.PROMPTS)).isEmpty();
            assertThat(server.count(Methods.PROMPTS_LIST)).isZero();
        }
    }

    @Test
    void pages_neither_lose_nor_repeat_an_entry() {
        String[] names = IntStream.range(0, 23).mapToObj(i -> "t" + i).toArray(String[]::new);
        ScriptedBackend server = new ScriptedBackend("a").tools(names);
        HubConfig config =
                new HubConfig(Prefixing.AUTO, 5, SearchConfig.OFF, HubCase.impatientLimits(), HubCase.impatientLists());
        ScriptedBackend other = new ScriptedBackend("b").tools("u1", "u2");
        try (HubCase hub = new HubCase(config, Policy.ALLOW_ALL, HubCase.servers(server, other))) {
            List<String> all = new ArrayList<>();
            ObjectNode page = hub.ask(Methods.TOOLS_LIST, HubCase.params());
            all.addAll(HubCase.names(Listing.TOOLS, page));
            while (page.has("nextCursor")) {
                page = hub.ask(
                        Methods.TOOLS_LIST,
                        HubCase.params().put("cursor", page.path("nextCursor").asString()));
                assertThat(page.path("tools").size()).isLessThanOrEqualTo(5);
                all.addAll(HubCase.names(Listing.TOOLS, page));
            }
            assertThat(all).containsExactlyElementsOf(hub25());
            assertThatThrownBy(
                            () -> hub.ask(Methods.TOOLS_LIST, HubCase.params().put("cursor", "nonsense")))
                    .hasMessageContaining("cursor");
        }
    }

    @Test
    void the_configuration_takes_tools_out_and_describes_others() {
        ScriptedBackend server = new ScriptedBackend("a").tools("one", "two");
        ServerOptions options = new ServerOptions(Set.of(), Set.of("two"), Map.of("one", "better"), null);
        try (HubCase hub = new HubCase(
                HubCase.impatient(Prefixing.AUTO), Policy.ALLOW_ALL, List.of(new HubServer(server, options)))) {
            ObjectNode list = hub.ask(Methods.TOOLS_LIST, HubCase.params());
            assertThat(HubCase.names(Listing.TOOLS, list)).containsExactly("one");
            assertThat(list.path("tools").path(0).path("description").asString())
                    .isEqualTo("better");
            assertThatThrownBy(() -> hub.call("two")).hasMessageContaining("Unknown tool: two");
            assertThat(server.count(Methods.TOOLS_CALL)).isZero();
        }
    }

    @Test
    void what_the_policy_refuses_is_neither_listed_nor_called() {
        ScriptedBackend server = new ScriptedBackend("a").tools("read", "write");
        ScriptedBackend other = new ScriptedBackend("b").tools("look");
        Policy readers = (caller, subject) -> subject.name().equals("write")
                ? new Policy.Decision.Denied("rule", "read only")
                : Policy.Decision.ALLOWED;
        try (HubCase hub = new HubCase(HubCase.impatient(Prefixing.AUTO), readers, HubCase.servers(server, other))) {
            assertThat(hub.names(Listing.TOOLS)).containsExactly("read", "look");
            assertThat(hub.call("read")).isEqualTo("a:read");
            assertThatThrownBy(() -> hub.call("write")).hasMessageContaining("Unknown tool: write");
            assertThat(server.count(Methods.TOOLS_CALL)).isEqualTo(1);
        }
    }

    private static List<String> hub25() {
        List<String> all = new ArrayList<>();
        IntStream.range(0, 23).forEach(i -> all.add("t" + i));
        all.add("u1");
        all.add("u2");
        return all;
    }

    @Test
    void a_list_does_not_wait_for_servers_that_the_caller_may_not_see() {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedBackend slow = new ScriptedBackend("slow").tools("secret").holding(Methods.TOOLS_LIST, never);
        ScriptedBackend open = new ScriptedBackend("open").tools("read");
        Policy policy = (caller, subject) ->
                subject.server().equals("slow") && caller.principal().name().equals("guest")
                        ? new Policy.Decision.Denied("rule", "hidden")
                        : Policy.Decision.ALLOWED;
        HubConfig patient = new HubConfig(
                Prefixing.AUTO,
                0,
                SearchConfig.OFF,
                HubCase.impatientLimits(),
                HubCase.lists(Duration.ofDays(1), Duration.ofDays(1)));
        try (HubCase hub = new HubCase(patient, policy, HubCase.servers(slow, open))) {
            Caller guest = HubCase.caller("guest");
            assertThat(hub.names(Listing.TOOLS, guest)).containsExactly("read");
            hub.hub.handle(HubCase.exchange(Methods.TOOLS_CALL, HubCase.params().put("name", "read"), guest));
            assertThat(open.seen(Methods.TOOLS_CALL)).hasSize(1);
            never.countDown();
            assertThat(hub.names(Listing.TOOLS)).containsExactlyInAnyOrder("secret", "read");
            assertThat(hub.names(Listing.TOOLS, guest)).containsExactly("read");
        }
    }
}
