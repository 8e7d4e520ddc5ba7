package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.hub.HubCase.Ear;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.search.SearchConfig;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Records;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A list of many tools is a search over it, which finds what the caller may see and nothing else. */
class HubSearchTest {
    private static final Policy NO_SECRETS = (caller, subject) -> subject.name().contains("secret")
                    && caller.access().principal().name().equals("bob")
            ? new Policy.Decision.Denied("no secrets", "They are secret")
            : Policy.Decision.ALLOWED;

    private final ScriptedBackend shop = new ScriptedBackend("shop").tools("buy_apple", "buy_secret", "sell_pear");
    private final ScriptedBackend bank = new ScriptedBackend("bank").tools("pay_bill", "tell_secret");

    @Test
    void too_many_tools_become_one_that_finds_them() {
        try (HubCase hub = searching(3, "pay*")) {
            assertThat(hub.names(Listing.TOOLS)).containsExactly("tools", "pay_bill");
            JsonNode search =
                    hub.ask(Methods.TOOLS_LIST, HubCase.params()).path("tools").path(0);
            assertThat(search.path("description").asString())
                    .contains("4 tools")
                    .contains("bank (2), shop (3)");
            ObjectNode found = find(hub, "ann", "{\"query\": \"buy something\"}");
            assertThat(found.path("structuredContent").path("tools").findValuesAsString("name"))
                    .containsExactly("buy_apple", "buy_secret");
            assertThat(found.path("content").path(0).path("text").asString())
                    .isEqualTo(found.path("structuredContent").toString());
            assertThat(hub.call("buy_apple")).isNotEmpty();
        }
    }

    @Test
    void few_tools_are_listed() {
        try (HubCase hub = searching(5)) {
            assertThat(hub.names(Listing.TOOLS)).hasSize(5).doesNotContain("tools");
            assertThat(find(hub, "ann", "{\"query\": \"pear\", \"limit\": 1}").toString())
                    .as("who knows it from before")
                    .contains("sell_pear");
        }
        try (HubCase hub = searching(0)) {
            assertThat(hub.names(Listing.TOOLS)).hasSize(5);
            assertThatThrownBy(() -> find(hub, "ann", "{\"query\": \"pear\"}")).isInstanceOf(RpcException.class);
        }
    }

    @Test
    void nobody_finds_or_counts_what_he_may_not_see() {
        try (HubCase hub = searching(2)) {
            ObjectNode list =
                    hub.hub.handle(HubCase.exchange(Methods.TOOLS_LIST, HubCase.params(), HubCase.caller("bob")));
            assertThat(list.toString())
                    .contains("3 tools")
                    .contains("bank (1), shop (2)")
                    .doesNotContain("secret");
            assertThat(find(hub, "bob", "{\"query\": \"secret\"}").toString())
                    .contains("No tool fits")
                    .doesNotContain("buy_secret")
                    .doesNotContain("tell_secret");
            assertThat(find(hub, "ann", "{\"query\": \"secret\"}").toString())
                    .contains("buy_secret")
                    .contains("tell_secret");
            assertThatThrownBy(() -> call(hub.hub, "bob", "buy_secret", "{}")).isInstanceOf(RpcException.class);
        }
    }

    @Test
    void a_view_is_counted_and_searched_by_itself_and_a_server_is_listed() {
        try (HubCase hub = searching(2)) {
            Handler view = hub.hub.view((caller, subject) -> subject instanceof Policy.Subject.Server server
                    ? chosen(server.server())
                    : chosen(subject instanceof Policy.Subject.Entry entry ? entry.server() : "bank"));
            assertThat(HubCase.names(
                            Listing.TOOLS, view.handle(HubCase.exchange(Methods.TOOLS_LIST, HubCase.params()))))
                    .containsExactly("pay_bill", "tell_secret");
            assertThat(call(view, "ann", "tools", "{\"query\": \"apple\"}").toString())
                    .contains("No tool fits")
                    .doesNotContain("shop");
            assertThat(HubCase.names(
                            Listing.TOOLS,
                            hub.hub
                                    .server("shop")
                                    .orElseThrow()
                                    .handle(HubCase.exchange(Methods.TOOLS_LIST, HubCase.params()))))
                    .hasSize(3);
        }
    }

    @Test
    void a_tool_of_a_server_keeps_its_name() {
        shop.tools("tools", "one", "two");
        try (HubCase hub = searching(1)) {
            assertThat(hub.names(Listing.TOOLS)).containsExactly("find_tools");
            assertThat(find(hub, "ann", "{\"query\": \"two\"}").toString()).doesNotContain("inputSchema");
            assertThat(call(hub.hub, "ann", "find_tools", "{\"query\": \"two\"}")
                            .toString())
                    .contains("\"name\":\"two\"");
        }
    }

    @Test
    void bad_questions_are_answered_with_what_is_wrong() {
        try (HubCase hub = searching(1)) {
            for (String bad : List.of("{}", "{\"query\": 1}", "{\"query\": \"" + "x".repeat(501) + "\"}")) {
                assertThat(find(hub, "ann", bad).toString())
                        .contains("query must be")
                        .contains("isError");
            }
            for (String bad : List.of("0", "21", "1.5", "\"2\"", "99999999999")) {
                assertThat(find(hub, "ann", "{\"query\": \"x\", \"limit\": " + bad + "}")
                                .toString())
                        .contains("limit must be");
            }
        }
    }

    @Test
    void the_short_list_has_pages_too() {
        HubConfig paged = new HubConfig(
                Prefixing.AUTO,
                2,
                new SearchConfig(1, List.of("*")),
                HubCase.impatientLimits(),
                HubCase.impatientLists());
        try (HubCase hub = new HubCase(paged, Policy.ALLOW_ALL, HubCase.servers(shop))) {
            ObjectNode first = hub.ask(Methods.TOOLS_LIST, HubCase.params());
            ObjectNode second = hub.ask(
                    Methods.TOOLS_LIST,
                    HubCase.params().put("cursor", first.path("nextCursor").asString()));
            assertThat(HubCase.names(Listing.TOOLS, first)).containsExactly("tools", "buy_apple");
            assertThat(HubCase.names(Listing.TOOLS, second)).containsExactly("buy_secret", "sell_pear");
            assertThat(second.has("nextCursor")).isFalse();
            assertThat(first.path("cacheScope").asString()).isNotEmpty();
        }
    }

    @Test
    void who_listens_hears_when_the_list_becomes_a_search() {
        try (HubCase hub = searching(5);
                Ear ear = hub.listen(HubCase.params().put("toolsListChanged", true))) {
            assertThat(hub.names(Listing.TOOLS)).hasSize(5);
            hub.hub.apply(HubCase.servers(shop, bank, new ScriptedBackend("third").tools("more")));
            assertThat(ear.next().method()).isEqualTo(Methods.TOOLS_CHANGED);
            assertThat(hub.names(Listing.TOOLS)).containsExactly("tools");
        }
    }

    private HubCase searching(int above, String... pinned) {
        HubConfig config = new HubConfig(
                Prefixing.AUTO,
                0,
                new SearchConfig(above, List.of(pinned)),
                HubCase.impatientLimits(),
                HubCase.lists(HubCase.SOON, HubCase.SOON));
        return new HubCase(config, NO_SECRETS, HubCase.servers(shop, bank));
    }

    private static ObjectNode find(HubCase hub, String principal, String arguments) {
        return call(hub.hub, principal, "tools", arguments);
    }

    private static ObjectNode call(Handler handler, String principal, String tool, String arguments) {
        Caller caller = HubCase.caller(principal);
        ObjectNode params = HubCase.params().put("name", tool);
        params.set("arguments", Records.parse(arguments));
        return handler.handle(HubCase.exchange(Methods.TOOLS_CALL, params, caller));
    }

    private static Policy.Decision chosen(String server) {
        return server.equals("bank") ? Policy.Decision.ALLOWED : new Policy.Decision.Denied("(view)", "Not in it");
    }
}
