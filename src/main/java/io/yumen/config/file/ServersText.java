package io.yumen.config.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Where the servers stand in the text of a configuration file, so that one can be added, removed or switched without
 * touching anything else: not the comments, not the layout. Offsets count characters.
 */
final class ServersText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final String text;
    private final @Nullable Span servers;
    private final int rootStart;
    private final boolean rootEmpty;

    private ServersText(String text, @Nullable Span servers, int rootStart, boolean rootEmpty) {
        this.text = text;
        this.servers = servers;
        this.rootStart = rootStart;
        this.rootEmpty = rootEmpty;
    }

    /** Finds the servers in a text that is known to be a valid configuration. */
    static ServersText of(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Span root = new SpanReader(parser).object();
            Span servers = root.members.get("mcpServers");
            return new ServersText(
                    text, servers == null ? root.members.get("servers") : servers, root.start, root.members.isEmpty());
        }
    }

    boolean has(String name) {
        return servers != null && servers.members.containsKey(name);
    }

    /** The text with one more server; {@code entry} is a JSON object on one line. */
    String add(String name, String entry) {
        String member = quote(name) + ": " + entry;
        if (servers == null) {
            String object = "\n  \"mcpServers\": {\n    " + member + "\n  }" + (rootEmpty ? "\n" : ",");
            return insert(rootStart + 1, object);
        }
        Optional<Span> last = servers.members.values().stream().reduce((first, second) -> second);
        return last.isPresent()
                ? insert(last.get().end, ",\n    " + member)
                : insert(servers.start + 1, "\n    " + member + "\n  ");
    }

    /** The text without that server, which must be there. */
    String remove(String name) {
        Map<String, Span> members = members();
        int from = -1;
        int to = -1;
        int previousEnd = members().isEmpty() ? 0 : requireServers().start + 1;
        for (Map.Entry<String, Span> entry : members.entrySet()) {
            if (from >= 0) {
                to = from == requireServers().start + 1 ? entry.getValue().nameStart : to;
                break;
            }
            if (entry.getKey().equals(name)) {
                from = previousEnd;
                to = entry.getValue().end;
            }
            previousEnd = entry.getValue().end;
        }
        return text.substring(0, from) + text.substring(to);
    }

    /** The text with that server, which must be there, left out or taken in. */
    String disable(String name, String value) {
        Span server = members().get(name);
        if (server == null) {
            throw new IllegalArgumentException("There is no server " + name);
        }
        Span disabled = server.members.get("disabled");
        if (disabled != null) {
            return text.substring(0, disabled.start) + value + text.substring(disabled.end);
        }
        return insert(server.start + 1, "\"disabled\": " + value + (server.members.isEmpty() ? "" : ", "));
    }

    private Map<String, Span> members() {
        return requireServers().members;
    }

    private Span requireServers() {
        if (servers == null) {
            throw new IllegalStateException("The configuration has no servers");
        }
        return servers;
    }

    private String insert(int at, String addition) {
        return text.substring(0, at) + addition + text.substring(at);
    }

    private static String quote(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** From where to where a value stands, where its key begins, and the members of an object. */
    private record Span(int nameStart, int start, int end, Map<String, Span> members) {}

    /** Reads the spans of one document. */
    private record SpanReader(JsonParser parser) {
        private Span object() {
            int start = tokenStart();
            Map<String, Span> members = new LinkedHashMap<>();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                int nameStart = tokenStart();
                Span value = value(parser.nextToken());
                members.put(name, new Span(nameStart, value.start, value.end, value.members));
            }
            return new Span(start, start, tokenEnd(), members);
        }

        private Span value(JsonToken token) {
            if (token == JsonToken.START_OBJECT) {
                return object();
            }
            int start = tokenStart();
            if (token == JsonToken.VALUE_STRING) {
                parser.getString();
            }
            parser.skipChildren();
            return new Span(start, start, tokenEnd(), Map.of());
        }

        private int tokenStart() {
            return (int) parser.currentTokenLocation().getCharOffset();
        }

        private int tokenEnd() {
            return (int) parser.currentLocation().getCharOffset();
        }
    }
}
