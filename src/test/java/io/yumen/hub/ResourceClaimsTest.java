package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.hub.lists.Listing;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A server that says that it has every resource gets only what no other server has. */
class ResourceClaimsTest {
    private final ScriptedBackend greedy = resources("greedy").lists(Listing.TEMPLATES, "{+all}", "db://{+all}");

    @Test
    void what_a_list_names_goes_before_any_template() {
        ScriptedBackend files = resources("files").lists(Listing.RESOURCES, "file:///a", "db://listed");
        try (HubCase hub = HubCase.of(greedy, files)) {
            hub.names(Listing.TEMPLATES);
            assertThat(read(hub, "db://listed"))
                    .as("whose list was not read yet")
                    .isEqualTo("files db://listed");
            assertThat(read(hub, "file:///a")).isEqualTo("files file:///a");
            assertThat(read(hub, "db://other")).isEqualTo("greedy db://other");
        }
    }

    @Test
    void the_template_that_says_most_of_the_uri_literally_is_the_one() {
        ScriptedBackend tables = resources("tables").lists(Listing.TEMPLATES, "db://tables/{name}", "db://{x}");
        ScriptedBackend rows = resources("rows").lists(Listing.TEMPLATES, "db://tables/rows/{+row}");
        try (HubCase hub = HubCase.of(greedy, tables, rows)) {
            assertThat(read(hub, "db://tables/users")).isEqualTo("tables db://tables/users");
            assertThat(read(hub, "db://tables/rows/7")).isEqualTo("rows db://tables/rows/7");
            assertThat(read(hub, "db://x"))
                    .as("of equals the first in the configuration")
                    .isEqualTo("greedy db://x");
        }
    }

    @Test
    void a_template_of_nothing_but_a_variable_claims_nothing() {
        ScriptedBackend files = resources("files").lists(Listing.RESOURCES, "file:///a");
        try (HubCase hub = HubCase.of(greedy, files)) {
            hub.names(Listing.RESOURCES);
            hub.ask(Methods.DISCOVER, HubCase.params());
            assertThat(read(hub, "file:///unlisted")).isEqualTo("files file:///unlisted");
            assertThat(read(hub, "memo:1")).as("nobody else has such").isEqualTo("greedy memo:1");
        }
    }

    @Test
    void a_uri_that_carries_its_server_goes_there_and_nowhere_else() {
        ScriptedBackend files = resources("files").on(Methods.RESOURCES_READ, exchange -> {
            String uri = exchange.params().path("uri").asString();
            if (uri.equals("file:///gone")) {
                throw new RpcException(ErrorCode.RESOURCE_NOT_FOUND, "no");
            }
            return contents("files", uri);
        });
        ScriptedBackend app = resources("app").lists(Listing.TEMPLATES, "ui://{+all}");
        try (HubCase hub = HubCase.of(greedy, app, files)) {
            hub.names(Listing.RESOURCES);
            hub.ask(Methods.DISCOVER, HubCase.params());
            assertThat(read(hub, "files+file:///x")).isEqualTo("files file:///x");
            assertThat(read(hub, "ui://files/x")).isEqualTo("files ui://x");
            assertThatThrownBy(() -> read(hub, "files+file:///gone")).hasMessageContaining("not found");
            assertThat(greedy.count(Methods.RESOURCES_READ)).isZero();
            assertThat(app.count(Methods.RESOURCES_READ)).isZero();
        }
    }

    @Test
    void a_uri_that_no_list_has_does_not_end_with_the_scopes_that_another_server_wants() {
        Handler has = exchange -> HubCase.params().put("of", "b");
        Handler not = exchange -> {
            throw RpcException.invalidParams("no such resource");
        };
        ScriptedBackend a =
                new ScriptedBackend("a").lists(Listing.RESOURCES, "memo:a").on(Methods.RESOURCES_READ, not);
        ScriptedBackend b =
                new ScriptedBackend("b").lists(Listing.RESOURCES, "memo:b").on(Methods.RESOURCES_READ, has);
        Policy policy = (caller, subject) -> subject.server().equals("a")
                ? new Policy.Decision.Lacking("rule", Set.of("a:read"), Set.of("a:read"))
                : Policy.Decision.ALLOWED;
        try (HubCase hub = new HubCase(HubCase.patient(), policy, HubCase.servers(a, b))) {
            hub.ask(Methods.DISCOVER, HubCase.params());
            hub.names(Listing.RESOURCES);
            ObjectNode unlisted = HubCase.params().put("uri", "memo:unlisted");
            assertThat(hub.ask(Methods.RESOURCES_READ, unlisted).path("of").asString())
                    .isEqualTo("b");
            b.on(Methods.RESOURCES_READ, not);
            ObjectNode other = HubCase.params().put("uri", "memo:nowhere");
            assertThatThrownBy(() -> hub.ask(Methods.RESOURCES_READ, other)).hasMessageContaining("Resource not found");
            assertThat(a.count(Methods.RESOURCES_READ)).isZero();

            hub.hub.apply(HubCase.servers(a));
            assertThatThrownBy(() -> hub.ask(Methods.RESOURCES_READ, other)).hasMessageContaining("a:read");
        }
    }

    @Test
    void a_name_longer_than_any_server_has_is_refused_and_not_repeated() {
        String name = "x".repeat(2_000_000);
        try (HubCase hub = HubCase.of(greedy, resources("files").tools("t"))) {
            for (String method : new String[] {Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ}) {
                ObjectNode params = HubCase.params().put("name", name).put("uri", name);
                assertThatThrownBy(() -> hub.ask(method, params))
                        .isInstanceOfSatisfying(
                                RpcException.class,
                                e -> assertThat(e.error().message().length()
                                                + String.valueOf(e.error().data())
                                                        .length())
                                        .isLessThan(300));
            }
            String long1 = "y".repeat(5_000);
            assertThatThrownBy(
                            () -> hub.ask(Methods.TOOLS_CALL, HubCase.params().put("name", long1)))
                    .hasMessageStartingWith("Unknown tool: " + "y".repeat(200) + "...");
        }
    }

    private static String read(HubCase hub, String uri) {
        ObjectNode result = hub.ask(Methods.RESOURCES_READ, HubCase.params().put("uri", uri));
        return result.path("contents").path(0).path("text").asString();
    }

    private static ScriptedBackend resources(String name) {
        return new ScriptedBackend(name)
                .on(
                        Methods.RESOURCES_READ,
                        exchange -> contents(name, exchange.params().path("uri").asString()));
    }

    private static ObjectNode contents(String name, String uri) {
        ObjectNode result = HubCase.params();
        result.putArray("contents").addObject().put("uri", uri).put("text", name + " " + uri);
        return result;
    }
}
