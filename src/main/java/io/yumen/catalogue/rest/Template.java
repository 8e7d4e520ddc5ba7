package io.yumen.catalogue.rest;

import io.yumen.protocol.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A JSON tree with places for arguments. A text that is only {@code {name}} becomes the argument itself, whatever type it has. */
public sealed interface Template {
    /** The tree for those arguments; null where an argument is missing that it needs. */
    @Nullable
    JsonNode fill(ObjectNode arguments);

    /** The arguments that it names. */
    Stream<String> names();

    /** The template in that tree. */
    static Template of(JsonNode tree) {
        if (tree.isString()) {
            return Text.of(tree.stringValue());
        }
        if (tree instanceof ObjectNode object) {
            Map<String, Template> parts = new LinkedHashMap<>();
            object.properties().forEach(part -> parts.put(part.getKey(), of(part.getValue())));
            return new Parts(parts);
        }
        if (tree instanceof ArrayNode array) {
            return new Elements(array.valueStream().map(Template::of).toList());
        }
        return new Fixed(tree);
    }

    /** What is always the same. */
    record Fixed(JsonNode value) implements Template {
        @Override
        public JsonNode fill(ObjectNode arguments) {
            return value;
        }

        @Override
        public Stream<String> names() {
            return Stream.empty();
        }
    }

    /** An argument. */
    record Argument(String name) implements Template {
        @Override
        public @Nullable JsonNode fill(ObjectNode arguments) {
            JsonNode value = arguments.get(name);
            return value == null || value.isNull() ? null : value;
        }

        @Override
        public Stream<String> names() {
            return Stream.of(name);
        }
    }

    /** Words with arguments between them. */
    record Text(List<Template> pieces) implements Template {
        private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_.-]{0,63})}");

        public Text {
            pieces = List.copyOf(pieces);
        }

        static Template of(String text) {
            List<Template> pieces = new ArrayList<>();
            Matcher place = PLACE.matcher(text);
            int end = 0;
            while (place.find()) {
                if (place.start() > end) {
                    pieces.add(words(text.substring(end, place.start())));
                }
                pieces.add(new Argument(place.group(1)));
                end = place.end();
            }
            if (end < text.length() || pieces.isEmpty()) {
                pieces.add(words(text.substring(end)));
            }
            return pieces.size() == 1 ? pieces.getFirst() : new Text(pieces);
        }

        private static Template words(String text) {
            return new Fixed(JsonNodeFactory.instance.stringNode(text));
        }

        @Override
        public @Nullable JsonNode fill(ObjectNode arguments) {
            StringBuilder text = new StringBuilder();
            for (Template piece : pieces) {
                JsonNode value = piece.fill(arguments);
                if (value == null) {
                    return null;
                }
                text.append(word(value));
            }
            return JsonNodeFactory.instance.stringNode(text.toString());
        }

        @Override
        public Stream<String> names() {
            return pieces.stream().flatMap(Template::names);
        }
    }

    /** An object; what lacks its argument is left out. */
    record Parts(Map<String, Template> parts) implements Template {
        @Override
        public JsonNode fill(ObjectNode arguments) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            parts.forEach((name, part) -> {
                JsonNode value = part.fill(arguments);
                if (value != null) {
                    object.set(name, value);
                }
            });
            return object;
        }

        @Override
        public Stream<String> names() {
            return parts.values().stream().flatMap(Template::names);
        }
    }

    /** A list; what lacks its argument is left out. */
    record Elements(List<Template> elements) implements Template {
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public JsonNode fill(ObjectNode arguments) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            elements.stream()
                    .map(element -> element.fill(arguments))
                    .filter(Objects::nonNull)
                    .forEach(array::add);
            return array;
        }

        @Override
        public Stream<String> names() {
            return elements.stream().flatMap(Template::names);
        }
    }

    /** A value as it stands in a text. */
    static String word(JsonNode value) {
        return value.isString() ? value.stringValue() : JsonCodec.text(value);
    }
}
