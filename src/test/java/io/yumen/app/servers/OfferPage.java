package io.yumen.app.servers;

import io.yumen.service.Mode;
import io.yumen.service.Offer;
import io.yumen.service.Prompt;
import io.yumen.service.ResourceTemplate;
import io.yumen.service.Tool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a service offers as tables for people. What many tools take is told once. */
final class OfferPage {
    /** What every tool takes that lists. */
    private static final Set<String> LISTING = Set.of("detail", "fields", "limit", "cursor", "count_only", "format");

    /** What every tool takes that gets one thing. */
    private static final Set<String> LOOK = Set.of("detail", "fields", "format");

    /** The most tools that the most common meaning of an argument names. */
    private static final int MOST_NAMED = 3;

    private final Offer offer;

    private final Map<String, String> calls;

    /** @param calls the arguments of an example of each tool, where one is known */
    OfferPage(Offer offer, Map<String, String> calls) {
        this.offer = offer;
        this.calls = Map.copyOf(calls);
    }

    String text() {
        StringBuilder page = new StringBuilder(tools());
        page.append("\n").append(arguments());
        if (!calls.isEmpty()) {
            page.append("\n").append(examples());
        }
        if (!offer.prompts().isEmpty()) {
            page.append("\n").append(prompts());
        }
        if (!offer.templates().isEmpty()) {
            page.append("\n").append(templates());
        }
        return page.toString();
    }

    private String tools() {
        return offer.tools().stream()
                .map(tool -> row("`" + tool.name() + "`", tool.title(), mode(tool), tool.description(), taken(tool)))
                .collect(Collectors.joining("", """
                        The mode is the least in which a tool exists. Arguments in bold are required; *list* and *look* are \
                        [those of all services](README.md#answers) for lists and for single things.

                        | tool | title | mode | what | arguments |
                        | --- | --- | --- | --- | --- |
                        """, ""));
    }

    /** A call of each, which a test makes, too. */
    private String examples() {
        return offer.tools().stream()
                .filter(tool -> calls.containsKey(tool.name()))
                .map(tool -> row("`" + tool.name() + "`", "`" + calls.get(tool.name()) + "`"))
                .collect(Collectors.joining("", "| tool | called for example with |\n| --- | --- |\n", ""));
    }

    private static String mode(Tool tool) {
        for (Mode mode : Mode.values()) {
            if (mode.allows(tool.hints())) {
                return "`" + mode.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`";
            }
        }
        throw new AssertionError(tool.name() + " exists in no mode");
    }

    /** The names of what a tool takes, the required ones in bold. */
    private static String taken(Tool tool) {
        Set<String> required = required(tool);
        List<String> words = new ArrayList<>();
        own(tool).forEach(name -> words.add(required.contains(name) ? "**`" + name + "`**" : "`" + name + "`"));
        Set<String> shared = shared(tool);
        if (!shared.isEmpty()) {
            words.add(shared.equals(LISTING) ? "*list*" : "*look*");
        }
        return String.join(", ", words);
    }

    /** What it takes as the tools of all services do. */
    private static Set<String> shared(Tool tool) {
        Collection<String> all = properties(tool).propertyNames();
        if (all.containsAll(LISTING)) {
            return LISTING;
        }
        return all.containsAll(LOOK) ? LOOK : Set.of();
    }

    /** What else it takes. */
    private static List<String> own(Tool tool) {
        Set<String> shared = shared(tool);
        return properties(tool).propertyNames().stream()
                .filter(name -> !shared.contains(name))
                .toList();
    }

    /** Each argument once; where tools mean different things by a name, each meaning with its tools. */
    private String arguments() {
        Map<String, Map<String, List<String>>> meanings = new TreeMap<>();
        for (Tool tool : offer.tools()) {
            for (String name : own(tool)) {
                meanings.computeIfAbsent(name, any -> new LinkedHashMap<>())
                        .computeIfAbsent(meaning(properties(tool).path(name)), any -> new ArrayList<>())
                        .add("`" + tool.name() + "`");
            }
        }
        StringBuilder table = new StringBuilder("| argument | type | default | what |\n| --- | --- | --- | --- |\n");
        meanings.forEach((name, each) -> {
            int most = each.values().stream().mapToInt(List::size).max().orElseThrow();
            each.entrySet().stream()
                    .sorted(Comparator.comparingInt(one -> one.getValue().size()))
                    .forEach(one -> table.append("| `")
                            .append(name)
                            .append('`')
                            .append(each.size() == 1 ? "" : " of " + whose(one.getValue(), most))
                            .append(' ')
                            .append(one.getKey()));
        });
        return table.toString();
    }

    /** The most common meaning, which comes last, need not name all its tools. */
    private static String whose(List<String> tools, int most) {
        return tools.size() > MOST_NAMED && tools.size() == most ? "the others" : String.join(", ", tools);
    }

    private static String meaning(JsonNode property) {
        String usual = property.path("default").asString("");
        return row(
                type(property),
                usual.isEmpty() ? "" : "`" + usual + "`",
                property.path("description").asString(""));
    }

    private static String type(JsonNode property) {
        if (property.has("enum")) {
            return property.path("enum")
                    .valueStream()
                    .map(value -> "`" + value.asString() + "`")
                    .collect(Collectors.joining(", "));
        }
        String type = property.path("type").asString("any");
        return switch (type) {
            case "array" -> "list: " + type(property.path("items"));
            case "integer", "number" -> type + range(property);
            default -> type;
        };
    }

    private static String range(JsonNode property) {
        String least = property.path("minimum").asString("");
        String most = property.path("maximum").asString("");
        if (least.isEmpty()) {
            return most.isEmpty() ? "" : " to " + most;
        }
        return most.isEmpty() ? " from " + least : " " + least + " to " + most;
    }

    private String prompts() {
        return offer.prompts().stream()
                .map(prompt -> row(
                        "`" + prompt.name() + "`",
                        prompt.description(),
                        prompt.arguments().stream().map(OfferPage::said).collect(Collectors.joining("; "))))
                .collect(Collectors.joining("", "| prompt | what | arguments |\n| --- | --- | --- |\n", ""));
    }

    private static String said(Prompt.Argument argument) {
        String name = "`" + argument.name() + "`";
        return (argument.required() ? "**" + name + "**" : name) + " " + argument.description();
    }

    private String templates() {
        return offer.templates().stream()
                .map(OfferPage::said)
                .collect(Collectors.joining("", "| resources | type | what |\n| --- | --- | --- |\n", ""));
    }

    private static String said(ResourceTemplate template) {
        return row("`" + template.template().text() + "`", "`" + template.mimeType() + "`", template.description());
    }

    private static JsonNode properties(Tool tool) {
        return tool.input().tree().path("properties");
    }

    private static Set<String> required(Tool tool) {
        return tool.input()
                .tree()
                .path("required")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "|" : " |");
        }
        return row.append('\n').toString();
    }
}
