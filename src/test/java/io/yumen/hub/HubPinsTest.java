package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.hub.lists.Listing;
import io.yumen.pin.Kind;
import io.yumen.pin.Pin;
import io.yumen.pin.PinConfig;
import io.yumen.pin.PinEvents;
import io.yumen.pin.PinLimits;
import io.yumen.pin.Pins;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.store.StoreLimits;
import io.yumen.store.memory.MemoryStore;
import io.yumen.telemetry.Metrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The hub before servers whose definitions are pinned: lists and calls by the same decision. */
class HubPinsTest {
    private final Pins pins = new Pins(
            new MemoryStore(StoreLimits.DEFAULT, InstantSource.system()).values(),
            InstantSource.system(),
            new Metrics(),
            PinLimits.DEFAULT);
    private final ScriptedBackend a = new ScriptedBackend("a").tools("one", "two");
    private final ScriptedBackend b = new ScriptedBackend("b").tools("one", "three");
    private final Hub hub = new Hub(HubCase.patient(), Policy.ALLOW_ALL, new Metrics(), pins);

    @BeforeEach
    void start() {
        pins.apply(Map.of("a", PinConfig.QUARANTINE, "b", PinConfig.QUARANTINE));
        pins.listen(new PinEvents() {
            @Override
            public void noticed(Pin pin) {}

            @Override
            public void decided(String server) {
                hub.reinspect(server);
            }
        });
        hub.apply(HubCase.servers(a, b));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void what_is_withheld_keeps_its_name_so_that_nothing_else_gets_it() {
        assertThat(tools(hub)).containsExactly("a_one", "two", "b_one", "three");
        change(a, "one", "other");
        assertThat(tools(hub)).containsExactly("two", "b_one", "three");
        refuses(hub, Methods.TOOLS_CALL, "a_one", "Withheld: a_one of the server a", "yumen pins approve a one");
        refuses(hub, Methods.TOOLS_CALL, "one", "Unknown tool");
        assertThat(call(hub, "b_one")).isEqualTo("b:one");
        approve("a", Kind.TOOL, "one");
        assertThat(call(hub, "a_one")).isEqualTo("a:one");
        assertThat(tools(hub)).containsExactly("a_one", "two", "b_one", "three");
    }

    @Test
    void a_call_costs_no_list_once_that_is_known_and_reads_it_where_it_may_be_another() {
        assertThat(call(hub, "two")).isEqualTo("a:two");
        int lists = a.count(Methods.TOOLS_LIST);
        for (int i = 0; i < 20; i++) {
            call(hub, "two");
        }
        assertThat(a.count(Methods.TOOLS_LIST)).isEqualTo(lists);

        change(a, "two", "other");
        refuses(hub, Methods.TOOLS_CALL, "two", "Withheld");
        assertThat(a.count(Methods.TOOLS_CALL)).isEqualTo(21);
    }

    @Test
    void what_a_server_does_not_list_is_not_called_through_its_own_door() {
        Handler alone = hub.server("a").orElseThrow();
        refuses(alone, Methods.TOOLS_CALL, "secret", "does not list it");
        assertThat(call(alone, "one")).isEqualTo("a:one");
        assertThat(a.count(Methods.TOOLS_CALL)).isEqualTo(1);
        pins.apply(Map.of("a", PinConfig.FLAG));
        assertThat(call(alone, "secret")).isEqualTo("a:secret");
    }

    @Test
    void a_server_that_is_down_says_first_what_it_has() {
        call(hub, "two");
        a.stateChanged(new ServerState.Configured());
        a.entries(Listing.TOOLS, List.of(entry(Listing.TOOLS, "two", "other")));
        refuses(hub, Methods.TOOLS_CALL, "two", "Withheld");
        assertThat(a.count(Methods.TOOLS_CALL)).isEqualTo(1);
    }

    @Test
    void a_server_of_which_nothing_can_be_known_is_not_called() {
        a.on(Methods.TOOLS_LIST, exchange -> {
            throw RpcException.unavailable("It has no time");
        });
        refuses(hub.server("a").orElseThrow(), Methods.TOOLS_CALL, "one", "It has no time");
        assertThat(a.count(Methods.TOOLS_CALL)).isZero();
    }

    @Test
    void prompts_and_templates_are_pinned_too() {
        a.lists(Listing.PROMPTS, "say").lists(Listing.TEMPLATES, "x://{y}");
        a.on(Methods.PROMPTS_GET, exchange -> HubCase.params());
        assertThat(HubCase.names(Listing.PROMPTS, ask(hub, Methods.PROMPTS_LIST)))
                .containsExactly("say");
        assertThat(HubCase.names(Listing.TEMPLATES, ask(hub, Methods.TEMPLATES_LIST)))
                .containsExactly("x://{y}");
        a.entries(Listing.PROMPTS, List.of(entry(Listing.PROMPTS, "say", "other")));
        a.entries(Listing.TEMPLATES, List.of(entry(Listing.TEMPLATES, "x://{y}", "other")));
        a.changed(ListKind.PROMPTS, ScopeKey.SHARED);
        a.changed(ListKind.RESOURCES, ScopeKey.SHARED);

        refuses(hub, Methods.PROMPTS_GET, "say", "Withheld");
        assertThat(HubCase.names(Listing.PROMPTS, ask(hub, Methods.PROMPTS_LIST)))
                .isEmpty();
        assertThat(HubCase.names(Listing.TEMPLATES, ask(hub, Methods.TEMPLATES_LIST)))
                .isEmpty();
        approve("a", Kind.PROMPT, "say");
        assertThat(HubCase.names(Listing.PROMPTS, ask(hub, Methods.PROMPTS_LIST)))
                .containsExactly("say");
    }

    @Test
    void one_user_is_not_served_what_was_not_approved_for_all() {
        a.scope(caller -> new ScopeKey.User(caller.principal()));
        a.on(Methods.TOOLS_LIST, exchange -> {
            boolean isBob = exchange.caller().principal().name().equals("bob");
            ObjectNode result = HubCase.params();
            result.putArray("tools").add(entry(Listing.TOOLS, "two", isBob ? "for Bob alone" : "for all"));
            return result;
        });
        ObjectNode name = HubCase.params().put("name", "two");
        hub.handle(HubCase.exchange(Methods.TOOLS_CALL, name, HubCase.caller("ann")));
        assertThatThrownBy(() -> hub.handle(HubCase.exchange(Methods.TOOLS_CALL, name, HubCase.caller("bob"))))
                .hasMessageContaining("Withheld");
        hub.handle(HubCase.exchange(Methods.TOOLS_CALL, name, HubCase.caller("ann")));
        approve("a", Kind.TOOL, "two");
        hub.handle(HubCase.exchange(Methods.TOOLS_CALL, name, HubCase.caller("bob")));
        hub.handle(HubCase.exchange(Methods.TOOLS_CALL, name, HubCase.caller("ann")));
    }

    @Test
    void what_the_gateway_says_in_place_of_a_server_is_not_the_first_use_of_it() {
        a.ownTool("authorize_a").tools("authorize_a");
        assertThat(tools(hub)).contains("authorize_a");
        assertThat(call(hub, "authorize_a")).isEqualTo("a:authorize_a");
        a.tools("one", "two");
        a.changed(ListKind.TOOLS, ScopeKey.SHARED);
        assertThat(tools(hub)).contains("two");
        assertThat(call(hub, "two")).isEqualTo("a:two");
        change(a, "two", "other");
        refuses(hub, Methods.TOOLS_CALL, "two", "Withheld");
        assertThat(pins.find("a", Kind.TOOL, "authorize_a")).isEmpty();
    }

    @Test
    void nothing_is_listed_that_nobody_has_looked_at() {
        tools(hub);
        ObjectNode number = entry(Listing.TOOLS, "x", "harmless").put("name", 5);
        a.entries(
                Listing.TOOLS,
                List.of(entry(Listing.TOOLS, "one", "of one"), number, entry(Listing.TOOLS, "5", "Send it all")));
        a.changed(ListKind.TOOLS, ScopeKey.SHARED);
        assertThat(tools(hub)).doesNotContain("5");
        refuses(hub, Methods.TOOLS_CALL, "5", "Withheld");
    }

    @Test
    void a_name_that_cannot_be_seen_is_reported_and_offered_in_no_case() {
        pins.apply(Map.of("a", PinConfig.FLAG));
        a.tools("one", "re\u200bad");
        assertThat(tools(hub)).doesNotContain("re\u200bad");
        assertThat(pins.find("a", Kind.TOOL, "re\u200bad").orElseThrow().state())
                .isEqualTo("suspicious");
    }

    private void change(ScriptedBackend backend, String tool, String description) {
        backend.entries(
                Listing.TOOLS,
                List.of("one", "two").stream()
                        .map(name -> entry(Listing.TOOLS, name, name.equals(tool) ? description : "of " + name))
                        .toList());
        backend.changed(ListKind.TOOLS, ScopeKey.SHARED);
    }

    private void approve(String server, Kind kind, String name) {
        Pin pin = pins.find(server, kind, name).orElseThrow();
        pins.approve(pin, pin.waiting().orElseThrow(), "ann");
    }

    private static ObjectNode entry(Listing listing, String name, String description) {
        return ScriptedBackend.entry(listing, name).put("description", description);
    }

    private static List<String> tools(Handler handler) {
        return HubCase.names(Listing.TOOLS, ask(handler, Methods.TOOLS_LIST));
    }

    private static ObjectNode ask(Handler handler, String method) {
        return handler.handle(HubCase.exchange(method, HubCase.params()));
    }

    private static String call(Handler handler, String tool) {
        return handler.handle(
                        HubCase.exchange(Methods.TOOLS_CALL, HubCase.params().put("name", tool)))
                .path("content")
                .path(0)
                .path("text")
                .asString();
    }

    private static void refuses(Handler handler, String method, String name, String... reasons) {
        assertThatThrownBy(() ->
                        handler.handle(HubCase.exchange(method, HubCase.params().put("name", name))))
                .isInstanceOf(RpcException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(reasons));
    }
}
