package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.hub.lists.Listing;
import io.yumen.protocol.Methods;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Names that do not show what they are. */
class HiddenNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "read\u202efile",
                "re\u200bad",
                "read\u0000",
                "\u001b[31mread",
                "read\n",
                "\u2066read",
                "re\u00adad",
                "read\udb40\udc41",
                "read\u009b2J",
                "\ufeffread",
                "read\u2028",
                "read\ud800"
            })
    void an_entry_with_what_cannot_be_seen_in_its_name_is_not_offered(String name) {
        ScriptedBackend a = new ScriptedBackend("a")
                .tools("read", name)
                .lists(Listing.PROMPTS, name, "say")
                .lists(Listing.RESOURCES, "file:///" + name, "file:///ok");
        try (HubCase hub = HubCase.of(a, new ScriptedBackend("b").tools("other"))) {
            assertThat(hub.names(Listing.TOOLS)).containsExactly("read", "other");
            assertThat(hub.names(Listing.PROMPTS)).containsExactly("say");
            assertThat(hub.names(Listing.RESOURCES)).containsExactly("file:///ok");
            assertThat(HubCase.names(
                            Listing.TOOLS,
                            hub.hub
                                    .server("a")
                                    .orElseThrow()
                                    .handle(HubCase.exchange(Methods.TOOLS_LIST, HubCase.params()))))
                    .containsExactly("read");
        }
    }

    @Test
    void titles_are_shown_without_it_and_other_scripts_stay_as_they_are() {
        ObjectNode tool = HubCase.params().put("name", "lesen").put("title", "Lies \u202etxt.exe\u001b[2J\u200b");
        tool.putObject("annotations").put("title", "eins\nzwei");
        ObjectNode emoji = HubCase.params().put("name", "family").put("title", "👨\u200d👩\u200d👧 می\u200cخواهم");
        ScriptedBackend a = new ScriptedBackend("a").entries(Listing.TOOLS, List.of(tool, emoji));
        try (HubCase hub = HubCase.of(a, new ScriptedBackend("b"))) {
            JsonNode tools = hub.ask(Methods.TOOLS_LIST, HubCase.params()).path("tools");
            assertThat(tools.path(0).path("title").asString()).isEqualTo("Lies txt.exe[2J");
            assertThat(tools.path(0).path("annotations").path("title").asString())
                    .isEqualTo("eins zwei");
            assertThat(tools.path(1).path("title").asString()).isEqualTo("👨\u200d👩\u200d👧 می\u200cخواهم");
        }
    }
}
