package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Handler;
import io.yumen.hub.lists.Listing;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class HubSkillsTest {
    @Test
    void the_skills_of_all_servers_are_one_list_and_each_is_got_from_its_own() {
        ScriptedBackend a = with(new ScriptedBackend("a"), "skill://pdf/SKILL.md", "skill://both/SKILL.md");
        ScriptedBackend b = with(new ScriptedBackend("b"), "skill://both/SKILL.md", "skill://csv/SKILL.md");
        ScriptedBackend none = new ScriptedBackend("none").tools("t");
        try (HubCase hub = HubCase.of(a, b, none)) {
            hub.ask(Methods.DISCOVER, HubCase.params());
            JsonNode skills = hub.ask(Methods.SKILLS_LIST, HubCase.params()).path("skills");

            assertThat(skills.valueStream().map(skill -> skill.path("uri").asString()))
                    .containsExactly("skill://pdf/SKILL.md", "skill://both/SKILL.md", "skill://csv/SKILL.md");
            assertThat(none.count(Methods.SKILLS_LIST)).isZero();
            assertThat(got(hub, "skill://csv/SKILL.md")).isEqualTo("b");
            assertThat(got(hub, "skill://both/SKILL.md")).isEqualTo("a");
            assertThat(hub.ask(Methods.DIRECTORY_READ, HubCase.params().put("uri", "skill://csv/SKILL.md/files"))
                            .path("resources")
                            .path(0)
                            .path("name")
                            .asString())
                    .isEqualTo("b");
        }
    }

    @Test
    void where_no_server_has_skills_there_is_no_such_method() {
        try (HubCase hub = HubCase.of(new ScriptedBackend("a").tools("t"), new ScriptedBackend("b").tools("u"))) {
            hub.ask(Methods.DISCOVER, HubCase.params());
            assertThatThrownBy(() -> hub.ask(Methods.SKILLS_LIST, HubCase.params()))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("Method not found");
        }
    }

    private static String got(HubCase hub, String uri) {
        return hub.ask(Methods.SKILLS_GET, HubCase.params().put("uri", uri))
                .path("skill")
                .path("of")
                .asString();
    }

    /** A server with two skills, which it lists on two pages. */
    private static ScriptedBackend with(ScriptedBackend backend, String first, String second) {
        Handler list = exchange -> {
            boolean isFirst = !exchange.params().has("cursor");
            ObjectNode result = HubCase.params();
            ArrayNode skills = result.putArray("skills");
            skills.addObject().put("uri", isFirst ? first : second).putArray("resources");
            return isFirst ? result.put("nextCursor", "2") : result;
        };
        Handler get = exchange -> {
            String uri = exchange.params().path("uri").asString();
            if (!uri.startsWith(first) && !uri.startsWith(second)) {
                throw RpcException.invalidParams("No such skill");
            }
            ObjectNode result = HubCase.params();
            result.putObject("skill").put("uri", uri).put("of", backend.name());
            result.putArray("resources").addObject().put("uri", uri + "/x").put("name", backend.name());
            return result;
        };
        return backend.lists(Listing.RESOURCES, "res://" + backend.name())
                .extension(Methods.SKILLS_EXTENSION)
                .on(Methods.SKILLS_LIST, list)
                .on(Methods.SKILLS_GET, get)
                .on(Methods.DIRECTORY_READ, get);
    }
}
