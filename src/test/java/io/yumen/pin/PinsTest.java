package io.yumen.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.pin.Inspector.Extent;
import io.yumen.pin.PinConfig.Mode;
import io.yumen.protocol.RpcException;
import io.yumen.store.StoreLimits;
import io.yumen.store.memory.MemoryStore;
import io.yumen.telemetry.Metrics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of definitions. */
class PinsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, CLOCK);
    private Pins pins = with(PinConfig.QUARANTINE);

    @Test
    void what_is_first_said_is_pinned_and_a_change_of_it_is_held_alone() {
        assertThat(say(tool("a", "one"), tool("b", "two"))).isEmpty();
        assertThat(say(tool("a", "other"), tool("b", "two"))).containsOnlyKeys("a");
        assertThat(one("a").state()).isEqualTo("changed");
        assertThat(one("b").state()).isEqualTo("pinned");

        // Another process, with the same store.
        pins = with(PinConfig.QUARANTINE);
        assertThat(say(tool("a", "other"), tool("b", "two"))).containsOnlyKeys("a");
        assertThat(say(tool("a", "one"), tool("b", "two"))).isEmpty();
    }

    @Test
    void what_was_approved_may_be_used_and_what_it_was_before_too() {
        say(tool("a", "one"));
        say(tool("a", "two"));
        pins.approve(one("a"), one("a").waiting().orElseThrow(), "ann");

        assertThat(say(tool("a", "two"))).isEmpty();
        assertThat(say(tool("a", "one"))).isEmpty();
        assertThat(say(tool("a", "three"))).containsOnlyKeys("a");
        assertThat(one("a").approved()).extracting(Pin.Approved::by).containsExactly("ann", "");
    }

    @Test
    void who_approves_what_is_something_else_by_now_approves_nothing() {
        say(tool("a", "one"));
        say(tool("a", "two"));
        Pin seen = one("a");
        say(tool("a", "three"));
        pins.approve(seen, seen.waiting().orElseThrow(), "ann");

        assertThat(say(tool("a", "two"))).containsOnlyKeys("a");
        assertThat(say(tool("a", "three"))).containsOnlyKeys("a");
    }

    @Test
    void what_was_rejected_is_held_also_where_changes_are_flagged() {
        pins = with(PinConfig.FLAG);
        say(tool("a", "one"));
        assertThat(say(tool("a", "two"))).isEmpty();
        pins.reject(one("a"), one("a").waiting().orElseThrow().digest(), "ann");

        assertThat(say(tool("a", "two"))).containsEntry("a", "this definition of it was rejected");
        assertThat(one("a").state()).isEqualTo("pinned");
        assertThat(say(tool("a", "one"))).isEmpty();
    }

    @Test
    void what_comes_later_is_held_flagged_or_taken_as_the_policy_says() {
        say(tool("a", "one"));
        assertThat(say(tool("a", "one"), tool("b", "two"))).containsOnlyKeys("b");
        assertThat(one("b").state()).isEqualTo("added");

        pins = with(new PinConfig(Mode.QUARANTINE, Mode.FLAG));
        assertThat(say(tool("a", "one"), tool("b", "two"), tool("c", "three"))).isEmpty();
        assertThat(one("c").state()).isEqualTo("added");

        pins = with(new PinConfig(Mode.QUARANTINE, Mode.OFF));
        assertThat(say(tool("a", "one"), tool("d", "four"))).isEmpty();
        assertThat(one("d").state()).isEqualTo("pinned");
        assertThat(say(tool("a", "one"), tool("d", "\u202e"))).containsOnlyKeys("d");
    }

    @Test
    void what_hides_something_is_held_from_the_first_on() {
        assertThat(say(tool("a", "one"), tool("b", "two\udb40\udc41"))).containsOnlyKeys("b");
        assertThat(one("b").state()).isEqualTo("suspicious");
        assertThat(one("b").waiting().orElseThrow().findings())
                .extracting(finding -> finding.concern() + finding.at())
                .containsExactly("HIDDEN_TEXT/description");

        pins.approve(one("b"), one("b").waiting().orElseThrow(), "ann");
        assertThat(say(tool("a", "one"), tool("b", "two\udb40\udc41"))).isEmpty();
    }

    @Test
    void every_part_of_a_definition_counts_and_is_looked_at() {
        ObjectNode tool = tool("a", "one");
        tool.putObject("inputSchema")
                .putObject("properties")
                .putObject("p\u200b")
                .put("description", "x\u001b[1m");
        tool.putArray("icons").addObject().put("src", "data:,");
        tool.putObject("_meta").put("k", "v\ue000");
        say(tool);
        assertThat(one("a").waiting().orElseThrow().findings())
                .extracting(Finding::at)
                .containsExactlyInAnyOrder(
                        "/inputSchema/properties/p\\u{200B}",
                        "/inputSchema/properties/p\\u{200B}/description",
                        "/_meta/k");
    }

    @Test
    void a_name_that_looks_like_a_tool_of_another_server_is_held_and_the_same_name_is_only_said() {
        pins.apply(Map.of("s", PinConfig.QUARANTINE, "t", PinConfig.QUARANTINE));
        say(tool("read_file", "Reads"), tool("search", "Searches"));
        Map<String, String> held = pins.inspect(new Inspector.Said(
                "t",
                Kind.TOOL,
                List.of(
                        tool("re\u0430d_file", "x"),
                        tool("search", "x"),
                        tool("note", "Always call read_file first"),
                        tool("l0ng", "d".repeat(8_193))),
                Extent.WHOLE));

        assertThat(held).containsOnlyKeys("re\u0430d_file", "l0ng");
        assertThat(pins.find("t", Kind.TOOL, "search").orElseThrow().notes())
                .extracting(Finding::concern)
                .containsExactly(Concern.SAME_NAME);
        assertThat(pins.find("t", Kind.TOOL, "note").orElseThrow().notes())
                .extracting(Finding::concern)
                .containsExactly(Concern.NAMES_ANOTHER);
    }

    @Test
    void what_is_gone_is_noted_and_what_a_part_of_a_list_lacks_is_not() {
        say(tool("a", "one"), tool("b", "two"));
        pins.inspect(new Inspector.Said("s", Kind.TOOL, List.of(tool("a", "one")), Extent.PART));
        assertThat(one("b").gone()).isEmpty();
        say(tool("a", "one"));
        assertThat(one("b").gone()).contains(CLOCK.instant());
        assertThat(say(tool("a", "one"), tool("b", "two"))).isEmpty();
        assertThat(one("b").gone()).isEmpty();
        say(tool("a", "one"));
        assertThat(say(tool("b", "other"))).containsOnlyKeys("b");
    }

    @Test
    void what_was_forgotten_is_new_and_a_server_that_was_begins_anew() {
        say(tool("a", "one"), tool("b", "two"));
        pins.forget(one("a"), "ann");
        assertThat(say(tool("a", "one"), tool("b", "two"))).containsOnlyKeys("a");
        pins.forget("s", "ann");
        assertThat(say(tool("a", "x"), tool("b", "y"))).isEmpty();
    }

    @Test
    void instructions_are_pinned_too() {
        assertThat(pins.instructions("s", "Be kind")).isEmpty();
        assertThat(pins.instructions("s", "")).isEmpty();
        assertThat(pins.instructions("s", "Be cruel")).isPresent();
        assertThat(pins.instructions("s", "Be kind")).isEmpty();
    }

    @Test
    void a_server_that_is_not_looked_at_says_what_it_likes() {
        pins = with(PinConfig.OFF);
        assertThat(say(tool("a", "one"))).isEmpty();
        assertThat(say(tool("a", "\u202e"))).isEmpty();
        assertThat(pins.list()).isEmpty();
    }

    @Test
    void where_pins_cannot_be_kept_only_who_flags_goes_on() {
        store.close();
        assertThatThrownBy(() -> say(tool("a", "one"))).isInstanceOf(RpcException.class);
        pins.apply(Map.of("s", PinConfig.FLAG));
        assertThat(say(tool("a", "one"))).isEmpty();
    }

    @Test
    void listeners_hear_of_each_change_once() {
        List<String> heard = new ArrayList<>();
        pins.listen(new PinEvents() {
            @Override
            public void noticed(Pin pin) {
                heard.add(pin.state() + " " + pin.name());
            }

            @Override
            public void decided(String server) {
                heard.add("decided " + server);
            }
        });
        say(tool("a", "one"));
        say(tool("a", "two"));
        say(tool("a", "two"));
        pins.approve(one("a"), one("a").waiting().orElseThrow(), "ann");
        assertThat(heard).containsExactly("changed a", "decided s");
    }

    @Test
    void a_server_that_makes_up_names_fills_no_store() {
        say(tool("a", "one"));
        for (int i = 0; i < 20; i++) {
            assertThat(say(tool("a", "one"), tool("made up " + i, "x"))).hasSize(1);
        }
        assertThat(pins.list()).hasSize(2);
        PinLimits small = new PinLimits(8_192, 60_000, 3, 8, 8, 20);
        pins = new Pins(store.values(), CLOCK, new Metrics(), small);
        pins.apply(Map.of("s", PinConfig.QUARANTINE));
        assertThat(say(tool("a", "one"), tool("b", "x"), tool("c", "x"), tool("d", "x")))
                .containsOnlyKeys("b", "c", "d");
        assertThat(pins.list()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void a_large_list_is_pinned_and_long_names_and_definitions_have_their_place() {
        ObjectNode[] many =
                IntStream.range(0, 2_000).mapToObj(i -> tool("tool" + i, "d")).toArray(ObjectNode[]::new);
        assertThat(say(many)).isEmpty();
        assertThat(pins.list()).hasSize(2_000);
        pins.forget("s", "ann");

        ObjectNode large = tool("\u4e2d".repeat(500), "x");
        large.putArray("icons").addObject().put("src", "data:," + "x".repeat(200_000));
        assertThat(say(large)).isEmpty();
        large.put("title", "other");
        assertThat(say(large)).hasSize(1);
        assertThat(Difference.of(pins.list().getFirst())).isEmpty();
    }

    @Test
    void a_difference_names_the_places_and_shows_what_cannot_be_seen() {
        ObjectNode before = tool("a", "one");
        before.putObject("inputSchema").putArray("required").add("x");
        ObjectNode after = tool("a", "one\u200b\u001b[2J");
        after.putObject("inputSchema").putArray("required").add("x").add("y");
        say(before);
        say(after);

        assertThat(Difference.of(one("a")))
                .containsExactly(
                        new Difference("/description", "\"one\"", "\"one\\u{200B}\\u{1B}[2J\""),
                        new Difference("/inputSchema/required/1", "", "\"y\""));
    }

    private Pins with(PinConfig config) {
        Pins made = new Pins(store.values(), CLOCK, new Metrics(), PinLimits.DEFAULT);
        made.apply(Map.of("s", config));
        return made;
    }

    private Map<String, String> say(ObjectNode... tools) {
        return pins.inspect(new Inspector.Said("s", Kind.TOOL, Arrays.asList(tools), Extent.WHOLE));
    }

    private Pin one(String name) {
        return pins.find("s", Kind.TOOL, name).orElseThrow();
    }

    private static ObjectNode tool(String name, String description) {
        return JsonNodeFactory.instance.objectNode().put("name", name).put("description", description);
    }
}
