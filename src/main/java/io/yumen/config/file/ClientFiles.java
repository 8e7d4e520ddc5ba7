package io.yumen.config.file;

import io.yumen.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where other MCP clients keep their servers, on Linux and macOS. Their files are only read; their forms become ours, and
 * {@code ${workspaceFolder}} and {@code ${userHome}}, which editors fill, are filled.
 */
public final class ClientFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ClientFiles.class);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Under which keys servers stand; an editor's general settings have them one level deeper. */
    private static final Set<String> SERVER_KEYS =
            Set.of("mcpServers", "servers", "context_servers", "mcpTemplates", "serverDefaults");

    /** These write a timeout in seconds, everybody else in milliseconds. */
    private static final Set<String> SECONDS = Set.of("cline", "roo");

    private static final String CLAUDE_CODE = "claude-code";

    private final Path home;
    private final Path project;
    private final List<Place> places;

    private ClientFiles(Path home, Path project) {
        this.home = home;
        this.project = project;
        this.places = places(home, project);
    }

    /** The places for a user's home folder and the folder of a project. */
    public static ClientFiles of(Path home, Path project) {
        return new ClientFiles(home, project);
    }

    /** The clients whose files are known. */
    public List<String> clients() {
        return places.stream().map(Place::client).distinct().toList();
    }

    private static List<Place> places(Path home, Path project) {
        Path config = home.resolve(".config");
        Path library = home.resolve("Library/Application Support");
        List<Place> places = new ArrayList<>(List.of(
                new Place("claude-desktop", library.resolve("Claude/claude_desktop_config.json")),
                new Place("claude-desktop", config.resolve("Claude/claude_desktop_config.json")),
                new Place(CLAUDE_CODE, home.resolve(".claude.json")),
                new Place(CLAUDE_CODE, project.resolve(".mcp.json")),
                new Place("cursor", home.resolve(".cursor/mcp.json")),
                new Place("cursor", project.resolve(".cursor/mcp.json")),
                new Place("vscode", project.resolve(".vscode/mcp.json")),
                new Place("windsurf", home.resolve(".codeium/windsurf/mcp_config.json")),
                new Place("gemini", home.resolve(".gemini/settings.json")),
                new Place("gemini", project.resolve(".gemini/settings.json")),
                new Place("roo", project.resolve(".roo/mcp.json")),
                new Place("zed", config.resolve("zed/settings.json")),
                new Place("kiro", home.resolve(".kiro/settings/mcp.json")),
                new Place("kiro", project.resolve(".kiro/settings/mcp.json")),
                new Place("amazon-q", home.resolve(".aws/amazonq/mcp.json")),
                new Place("lm-studio", home.resolve(".lmstudio/mcp.json")),
                new Place("copilot-cli", home.resolve(".copilot/mcp-config.json")),
                new Place("1mcp", config.resolve("1mcp/mcp.json"))));
        for (Path editor : List.of(library.resolve("Code/User"), config.resolve("Code/User"))) {
            Path extensions = editor.resolve("globalStorage");
            places.add(new Place("vscode", editor.resolve("mcp.json")));
            places.add(new Place("vscode", editor.resolve("settings.json")));
            places.add(
                    new Place("cline", extensions.resolve("saoudrizwan.claude-dev/settings/cline_mcp_settings.json")));
            places.add(new Place("roo", extensions.resolve("rooveterinaryinc.roo-cline/settings/mcp_settings.json")));
        }
        return places;
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

    private List<Found> read(Place place) {
        try {
            Problems problems = new Problems(place.file.toString());
            Located root = LocatedReader.read(Files.readString(place.file), problems);
            problems.throwIfAny();
            return root instanceof Located.Obj object ? servers(place, object) : List.of();
        } catch (IOException | ConfigException e) {
            LOG.atWarn()
                    .addKeyValue("file", place.file)
                    .addKeyValue("reason", e.getMessage())
                    .log("A file was left out");
            return List.of();
        }
    }

    private List<Found> servers(Place place, Located.Obj root) {
        List<Found> found = new ArrayList<>();
        for (Located.Obj part : parts(place, root)) {
            Located.Obj ours = new ForeignForms(new Problems(place.file.toString())).normalize(serversOnly(part));
            if (member(ours, "mcpServers") instanceof Located.Obj servers) {
                servers.members().forEach((name, entry) -> {
                    if (entry.value().mapTexts(this::fill) instanceof Located.Obj server) {
                        found.add(new Found(place.client, place.file, name, entry(place, server)));
                    }
                });
            }
        }
        return found;
    }

    private static Located.Obj serversOnly(Located.Obj part) {
        Map<String, Located.Member> members = new LinkedHashMap<>();
        part.members().forEach((key, member) -> {
            if (SERVER_KEYS.contains(key)) {
                members.put(key.equals("context_servers") ? "servers" : key, member);
            }
        });
        return new Located.Obj(part.at(), members);
    }

    /** Where in the file servers may stand: at its top, under {@code mcp}, and with the project's own settings. */
    private List<Located.Obj> parts(Place place, Located.Obj root) {
        List<Located.Obj> parts = new ArrayList<>(List.of(root));
        if (member(root, "mcp") instanceof Located.Obj settings) {
            parts.add(settings);
        }
        if (place.client.equals(CLAUDE_CODE)
                && member(root, "projects") instanceof Located.Obj projects
                && member(projects, project.toString()) instanceof Located.Obj own) {
            parts.add(own);
        }
        return parts;
    }

    private static @Nullable Located member(Located.Obj object, String key) {
        Located.Member member = object.members().get(key);
        return member == null ? null : member.value();
    }

    private Located.Text fill(Located.Text text) {
        String filled =
                text.value().replace("${workspaceFolder}", project.toString()).replace("${userHome}", home.toString());
        return new Located.Text(text.at(), filled);
    }

    private static ObjectNode entry(Place place, Located.Obj server) {
        ObjectNode entry = object(server);
        if (SECONDS.contains(place.client) && entry.path("requestTimeout").isNumber()) {
            entry.put("requestTimeout", entry.path("requestTimeout").asString() + "s");
        }
        return entry;
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
