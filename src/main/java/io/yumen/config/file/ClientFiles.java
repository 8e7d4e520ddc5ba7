package io.yumen.config.file;

import io.yumen.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where other MCP clients keep their servers, on Linux and macOS. Their files are only read. */
public final class ClientFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ClientFiles.class);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<Place> places;

    private ClientFiles(List<Place> places) {
        this.places = List.copyOf(places);
    }

    /** The places for a user's home folder and the folder of a project. */
    public static ClientFiles of(Path home, Path project) {
        Path config = home.resolve(".config");
        Path library = home.resolve("Library/Application Support");
        return new ClientFiles(List.of(
                new Place("claude-desktop", library.resolve("Claude/claude_desktop_config.json")),
                new Place("claude-desktop", config.resolve("Claude/claude_desktop_config.json")),
                new Place("claude-code", home.resolve(".claude.json")),
                new Place("claude-code", project.resolve(".mcp.json")),
                new Place("cursor", home.resolve(".cursor/mcp.json")),
                new Place("cursor", project.resolve(".cursor/mcp.json")),
                new Place("vscode", library.resolve("Code/User/mcp.json")),
                new Place("vscode", config.resolve("Code/User/mcp.json")),
                new Place("vscode", project.resolve(".vscode/mcp.json")),
                new Place("windsurf", home.resolve(".codeium/windsurf/mcp_config.json")),
                new Place("gemini", home.resolve(".gemini/settings.json")),
                new Place(
                        "cline",
                        config.resolve("Code/User/globalStorage/saoudrizwan.claude-dev/settings/"
                                + "cline_mcp_settings.json")),
                new Place(
                        "roo",
                        config.resolve(
                                "Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/" + "mcp_settings.json")),
                new Place("1mcp", config.resolve("1mcp/mcp.json"))));
    }

    /** A server that was found. */
    public record Found(String client, Path file, String server, ObjectNode entry) {}

    /** The servers of those clients, or of all where none is named; a file that cannot be read is logged and left out. */
    public List<Found> find(List<String> clients) {
        List<Found> found = new ArrayList<>();
        for (Place place : places) {
            if ((clients.isEmpty() || clients.contains(place.client)) && Files.isRegularFile(place.file)) {
                found.addAll(read(place));
            }
        }
        return found;
    }

    private static List<Found> read(Place place) {
        try {
            Problems problems = new Problems(place.file.toString());
            Located root = LocatedReader.read(Files.readString(place.file), problems);
            return root instanceof Located.Obj object ? servers(place, object) : List.of();
        } catch (IOException | ConfigException e) {
            LOG.atWarn()
                    .addKeyValue("file", place.file)
                    .addKeyValue("reason", e.getMessage())
                    .log("A file was left out");
            return List.of();
        }
    }

    private static List<Found> servers(Place place, Located.Obj root) {
        List<Found> found = new ArrayList<>();
        for (String key : List.of("mcpServers", "servers")) {
            if (root.members().get(key) instanceof Located.Member member
                    && member.value() instanceof Located.Obj servers) {
                servers.members().forEach((name, entry) -> {
                    if (entry.value() instanceof Located.Obj server) {
                        found.add(new Found(place.client, place.file, name, object(server)));
                    }
                });
            }
        }
        return found;
    }

    private static ObjectNode object(Located.Obj object) {
        ObjectNode tree = NODES.objectNode();
        for (Map.Entry<String, Located.Member> entry : object.members().entrySet()) {
            tree.set(entry.getKey(), tree(entry.getValue().value()));
        }
        return tree;
    }

    private static tools.jackson.databind.JsonNode tree(Located value) {
        return switch (value) {
            case Located.Obj object -> object(object);
            case Located.Arr array -> array(array);
            case Located.Text text -> NODES.stringNode(text.value());
            case Located.Num number -> NODES.numberNode(new java.math.BigDecimal(number.text()));
            case Located.Bool bool -> NODES.booleanNode(bool.value());
            case Located.Nothing nothing -> NODES.nullNode();
        };
    }

    private static ArrayNode array(Located.Arr array) {
        ArrayNode tree = NODES.arrayNode();
        array.elements().forEach(element -> tree.add(tree(element)));
        return tree;
    }

    /** A file of a client. */
    private record Place(String client, Path file) {}
}
