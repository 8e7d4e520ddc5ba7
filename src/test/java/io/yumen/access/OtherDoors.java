package io.yumen.access;

import io.yumen.access.Described.Operation;
import io.yumen.protocol.Methods;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Doors that nobody writes down one by one: more methods of MCP, the routes that are described, and verbs that are nowhere. */
final class OtherDoors {
    private static final Path DESCRIPTION = Path.of("docs", "openapi.json");
    private static final String WIRE = "Streamable HTTP";
    private static final String MCP = "POST /mcp";
    private static final List<String> VERBS = List.of("PUT", "PATCH", "HEAD", "OPTIONS", "QUERY");

    /** An order that nobody can read: who is let in gets it back, and nothing is done. */
    private static final String UNREADABLE = "{\"reason\":";

    private OtherDoors() {}

    /** The methods of both eras that clients call besides those that are tried everywhere. */
    static Stream<Door> methods() {
        return Stream.concat(
                Stream.of(
                        modern(Methods.DISCOVER, "", ""),
                        modern(Methods.TOOLS_LIST, "", ""),
                        modern(Methods.RESOURCES_LIST, "", ""),
                        modern(Methods.TEMPLATES_LIST, "", ""),
                        modern(
                                Methods.RESOURCES_READ,
                                "test://example-resource",
                                "\"uri\":\"test://example-resource\","),
                        modern(Methods.PROMPTS_LIST, "", ""),
                        modern(Methods.PROMPTS_GET, "test_simple_prompt", "\"name\":\"test_simple_prompt\","),
                        modern(Methods.COMPLETE, "", """
                                "ref":{"type":"ref/prompt","name":"test_prompt_with_arguments"},\
                                "argument":{"name":"arg1","value":"p"},"""),
                        modern(Methods.LISTEN, "", "\"notifications\":{\"toolsListChanged\":true},"),
                        modern(Methods.TASKS_GET, "none", "\"taskId\":\"none\","),
                        modern(Methods.TASKS_CANCEL, "none", "\"taskId\":\"none\",")),
                Stream.of(
                                Methods.PING,
                                Methods.TOOLS_LIST,
                                Methods.TOOLS_CALL,
                                Methods.RESOURCES_READ,
                                Methods.SUBSCRIBE,
                                Methods.PROMPTS_GET,
                                Methods.COMPLETE,
                                Methods.SET_LEVEL)
                        .map(OtherDoors::ofSession));
    }

    private static Door modern(String method, String name, String params) {
        List<String> headers = Door.with(Door.JSON, Person.modernHeaders(method, name));
        return new Door(WIRE, MCP, headers, Person.modern(method, params), 200);
    }

    private static Door ofSession(String method) {
        return new Door(WIRE, MCP, Door.with(Door.JSON, Door.SESSION), Person.request(method, ""), 404);
    }

    /** Each route of operators at which none of those doors is. */
    static Stream<Door> described(List<Door> known) {
        try {
            return new Described(JsonMapper.shared().readTree(Files.readString(DESCRIPTION)))
                    .operations().values().stream()
                            .filter(route -> known.stream().noneMatch(door -> leadsTo(door, route)))
                            .map(OtherDoors::door);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsTo(Door door, Operation route) {
        return door.method().equals(route.method())
                && Pattern.matches(route.path().replaceAll("\\{[a-z]+}", "[^/]+"), door.path());
    }

    private static Door door(Operation route) {
        return new Door(
                "Operations",
                route.line("none"),
                route.takesBody() ? Door.JSON : List.of(),
                route.takesBody() ? UNREADABLE : "",
                Door.SOMEHOW);
    }

    /** Each of those paths with one verb, another one in each turn. */
    static Stream<Door> verbs(List<String> paths, int turn) {
        return IntStream.range(0, paths.size())
                .mapToObj(i -> new Door(
                        "Other verbs",
                        VERBS.get((i + turn) % VERBS.size()) + " " + paths.get(i),
                        List.of(),
                        "",
                        Door.SOMEHOW));
    }
}
