package io.yumen.hub.search;

import io.yumen.hub.names.Named;
import io.yumen.protocol.Glob;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that finds tools, in place of a list that is long. It is given what a caller may see, and finds nothing else; what it finds
 * is called by its own name. Immutable.
 */
public final class ToolSearch {
    /** What it is called: the first that no tool bears. */
    private static final List<String> NAMES = List.of("tools", "find_tools", "yumen_tools");

    private static final int USUAL = 5;
    private static final int MOST = 20;
    private static final int LONGEST_QUERY = 500;
    private static final int MOST_SERVERS = 50;

    /** What of a definition a model needs for a call. */
    private static final List<String> TOLD = List.of("name", "title", "description", "inputSchema", "annotations");

    private final int above;
    private final List<Glob> pinned;

    public ToolSearch(SearchConfig config) {
        above = config.above();
        pinned = Glob.all(config.pinned());
    }

    public boolean isOn() {
        return above > 0;
    }

    /** What is listed of those tools: the search and what is pinned where they are too many, and otherwise nothing else than they. */
    public Optional<Found> instead(Found tools) {
        if (!isOn() || tools.items().size() <= above) {
            return Optional.empty();
        }
        return name(tools).map(name -> shortened(name, tools));
    }

    /** Whether a search can bear that name. */
    public boolean mayBear(String name) {
        return isOn() && NAMES.contains(name);
    }

    /** Whether it bears that name where those are the tools. */
    public boolean bears(String name, Found tools) {
        return isOn() && name(tools).filter(name::equals).isPresent();
    }

    /** Finds some of those tools. */
    public ObjectNode find(Found tools, JsonNode arguments) {
        JsonNode query = arguments.path("query");
        JsonNode limit = arguments.path("limit");
        if (!query.isString() || query.stringValue().length() > LONGEST_QUERY) {
            return failed("query must be a string of at most " + LONGEST_QUERY + " characters");
        }
        if (!limit.isMissingNode() && !(limit.isInt() && limit.intValue() >= 1 && limit.intValue() <= MOST)) {
            return failed("limit must be a whole number from 1 to " + MOST);
        }
        List<Integer> best = new Ranking(tools).best(query.stringValue());
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        ArrayNode items = found.putArray("tools");
        best.stream()
                .limit(limit.asInt(USUAL))
                .forEach(i -> items.add(told(tools.items().get(i))));
        found.put("more", best.size() - items.size());
        String text = items.isEmpty()
                ? "No tool fits " + PlainText.echo(query.stringValue()) + ". There are tools of: " + servers(tools)
                : JsonCodec.text(found);
        ObjectNode result = text(text);
        result.set("structuredContent", found);
        return result;
    }

    private Found shortened(String name, Found tools) {
        List<Named> names = new ArrayList<>();
        List<ObjectNode> items = new ArrayList<>();
        names.add(new Named("", name, name));
        IntStream.range(0, tools.names().size())
                .filter(i -> isPinned(tools.names().get(i)))
                .forEach(i -> {
                    names.add(tools.names().get(i));
                    items.add(tools.items().get(i));
                });
        items.addFirst(definition(name, tools.names().size() - items.size(), servers(tools)));
        return new Found(names, items);
    }

    private boolean isPinned(Named named) {
        return pinned.stream().anyMatch(glob -> glob.matches(named.exposed()) || glob.matches(named.original()));
    }

    private static Optional<String> name(Found tools) {
        List<String> taken = tools.names().stream()
                .map(Named::exposed)
                .filter(NAMES::contains)
                .toList();
        return NAMES.stream().filter(name -> !taken.contains(name)).findFirst();
    }

    /** Whose tools there are, and how many of each. */
    private static String servers(Found tools) {
        Map<String, Long> counts = tools.names().stream()
                .collect(Collectors.groupingBy(Named::server, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .limit(MOST_SERVERS)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode told(ObjectNode tool) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        TOLD.stream().filter(tool::has).forEach(key -> told.set(key, tool.get(key)));
        return told;
    }

    private static ObjectNode definition(String name, int others, String servers) {
        ObjectNode tool = JsonNodeFactory.instance.objectNode();
        tool.put("name", name).put("title", "Find tools");
        tool.put(
                "description",
                "Finds some of " + others
                        + " tools that this list leaves out, and returns their definitions. Call what it"
                        + " finds by its own name. There are tools of: " + servers);
        ObjectNode input = schema(tool, "inputSchema");
        ObjectNode properties = input.putObject("properties");
        properties
                .putObject("query")
                .put("type", "string")
                .put("description", "Words for what a tool is to do, and to what")
                .put("maxLength", LONGEST_QUERY);
        properties
                .putObject("limit")
                .put("type", "integer")
                .put("description", "At most")
                .put("minimum", 1)
                .put("maximum", MOST)
                .put("default", USUAL);
        input.putArray("required").add("query");
        input.put("additionalProperties", false);
        ObjectNode output = schema(tool, "outputSchema");
        ObjectNode parts = output.putObject("properties");
        parts.putObject("tools").put("type", "array").putObject("items").put("type", "object");
        parts.putObject("more").put("type", "integer").put("description", "How many others fit");
        output.putArray("required").add("tools").add("more");
        tool.putObject("annotations")
                .put("readOnlyHint", true)
                .put("destructiveHint", false)
                .put("idempotentHint", true)
                .put("openWorldHint", false);
        return tool;
    }

    private static ObjectNode schema(ObjectNode tool, String key) {
        return tool.putObject(key).put("type", "object");
    }

    private static ObjectNode text(String text) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    private static ObjectNode failed(String text) {
        return text(text).put("isError", true);
    }
}
