package io.yumen.service.browser.snapshot;

import io.yumen.protocol.PlainText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A node of the accessibility tree ({@code Accessibility.AXNode}).
 *
 * @param id its id within its frame
 * @param backend the DOM node that it stands for; zero where it stands for none
 * @param ignored whether those who read the page aloud pass over it
 * @param role what it is, as in {@code button}
 * @param name what it is called
 * @param facts what else is said of it, by name; a fact that simply holds is an empty text
 * @param childIds the ids of its children
 */
public record AxNode(
        String id,
        long backend,
        boolean ignored,
        String role,
        String name,
        SortedMap<String, String> facts,
        List<String> childIds) {
    private static final Set<String> TEXTS = Set.of(
            "keyshortcuts",
            "roledescription",
            "valuetext",
            "level",
            "valuemin",
            "valuemax",
            "autocomplete",
            "haspopup",
            "invalid",
            "orientation",
            "url");

    private static final Set<String> FLAGS = Set.of(
            "disabled",
            "expanded",
            "focusable",
            "focused",
            "selected",
            "modal",
            "multiline",
            "multiselectable",
            "readonly",
            "required",
            "checked",
            "pressed",
            "hidden",
            "editable");

    private static final Set<String> NOTHING = Set.of("", "false", "none");

    public AxNode {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        childIds = List.copyOf(childIds);
    }

    /** The node of that tree. What is no node becomes one that is ignored and has no children. */
    public static AxNode read(JsonNode tree) {
        SortedMap<String, String> facts = new TreeMap<>();
        tree.path("properties")
                .forEach(property -> put(
                        facts,
                        property.path("name").asString(""),
                        property.path("value").path("value").asString("")));
        text(facts, "value", tree.path("value").path("value").asString(""));
        text(facts, "description", tree.path("description").path("value").asString(""));
        List<String> children = new ArrayList<>();
        tree.path("childIds").forEach(child -> children.add(child.asString("")));
        String role = tree.path("role").path("value").asString("");
        return new AxNode(
                tree.path("nodeId").asString(""),
                tree.path("backendDOMNodeId").asLong(0),
                tree.path("ignored").asBoolean(role.isEmpty()),
                PlainText.of(role),
                PlainText.title(tree.path("name").path("value").asString("")).strip(),
                facts,
                children);
    }

    /** Whether that holds of it. */
    public boolean is(String flag) {
        return facts.getOrDefault(flag, "false").isEmpty();
    }

    private static void put(SortedMap<String, String> facts, String property, String value) {
        String name = property.equals("hasPopup") ? "haspopup" : property;
        if (TEXTS.contains(name)) {
            text(facts, name, NOTHING.contains(value) ? "" : value);
        } else if (FLAGS.contains(name) && value.equals("mixed")) {
            facts.put(name, value);
        } else if (FLAGS.contains(name)) {
            facts.put(name, NOTHING.contains(value) ? "false" : "");
        }
    }

    private static void text(SortedMap<String, String> facts, String name, String value) {
        String shown = PlainText.title(value).strip();
        if (!shown.isEmpty()) {
            facts.put(name, shown);
        }
    }
}
