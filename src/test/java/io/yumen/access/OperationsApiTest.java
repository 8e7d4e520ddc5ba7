package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.access.Described.Operation;
import io.yumen.e2e.Peers;
import io.yumen.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Calls every route of a running gateway in every way in which it can answer, and holds the answers against the description. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OperationsApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Path DESCRIPTION = Path.of("docs/openapi.json");
    private static final Path PAGE = Path.of("docs/api.md");
    private static final Pattern LITERAL = Pattern.compile("\"(/api/v1[^\"?]*)");
    private static final String TABLE = "<!-- A test writes what follows. -->\n";

    /** What is locked, or has no pins, need not be there. */
    private static final String OF_WHATEVER_IS_NAMED = "(post|delete)Lockdown.*|getPinsOne|postPinsOneReset";

    private static final String RULES = """
            {"rules": [{"name": "ask", "effect": "approve", "tools": ["add"]}, {"name": "rest", "effect": "allow"}]}""";

    private static final String CALL = """
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "add", "arguments": {"a": %d, "b": 2}, "_meta": {
             "io.modelcontextprotocol/protocolVersion": "2026-07-28",
             "io.modelcontextprotocol/clientInfo": {"name": "a", "version": "1"},
             "io.modelcontextprotocol/clientCapabilities": {}}}}""";

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private Path said;
    private Locked gateway;
    private Described described;
    private String admin;
    private String nobody;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        said = folder.resolve("said.json");
        says("first");
        gateway = Locked.with(folder.resolve("state"), RULES, """
                "mcpServers": {"everything": {"service": "everything"}, "aws": {"service": "aws-docs", "awsDocs": {"folder": "%s"}},
                 "said": {"command": "%s", "args": ["%s", "%s"]}}""".formatted(
                                folder.resolve("pages"),
                                Peers.node(),
                                Path.of("e2e/servers/said.mjs").toAbsolutePath(),
                                said))
                .checking();
        admin = gateway.key("ann", "[\"admin\"]");
        nobody = gateway.key("bob", "[]");
        described = new Described(gateway.operate("GET /api/v1/openapi.json", ""));
    }

    @AfterAll
    void end() {
        gateway.close();
        callers.shutdownNow();
    }

    @Test
    void the_description_is_the_one_that_is_published() throws IOException {
        Golden.matches(DESCRIPTION, described.document().toPrettyString() + "\n");
        assertThat(described.document().path("openapi").asString()).isEqualTo("3.1.0");
        String page = Files.readString(PAGE);
        Golden.matches(PAGE, page.substring(0, page.indexOf(TABLE) + TABLE.length()) + table());
    }

    @Test
    void every_route_answers_as_it_is_described() throws IOException {
        Map<String, String> examples = examples();
        for (Operation operation : described.operations().values()) {
            assertThat(examples)
                    .as("There is no example of %s in this test", operation.id())
                    .containsKey(operation.id());
            String[] example = examples.remove(operation.id()).split(" ", 3);
            RawHttp.Answer answer = send(admin, example[0] + " " + example[1], example.length < 3 ? "" : example[2]);
            assertThat(answer.status()).as(operation.id() + " " + answer.body()).isEqualTo(operation.success());
            operation.covers(answer);
            if (operation.id().equals("postLockdownEverything")) {
                gateway.operate("DELETE /api/v1/lockdown/everything", "");
            }
        }
        assertThat(examples).as("They are not described").isEmpty();
    }

    @Test
    void whoever_has_no_credential_or_none_of_the_roles_is_told_so_in_the_described_form() throws IOException {
        for (Operation operation : described.operations().values()) {
            String line = operation.line("x");
            String body = operation.takesBody() ? "{}" : "";
            RawHttp.Answer without = RawHttp.send(gateway.endpoint(), line, JSON, body);
            assertThat(without.status()).as(line).isEqualTo(401);
            assertThat(without.hasHeader("WWW-Authenticate")).as(line).isTrue();
            operation.covers(without);
            if (!operation.said().path("x-roles").isEmpty()) {
                RawHttp.Answer powerless = send(nobody, line, body);
                assertThat(powerless.status()).as(line).isEqualTo(403);
                operation.covers(powerless);
            }
        }
    }

    @Test
    void one_of_the_described_roles_is_enough() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        for (Operation operation : described.operations().values()) {
            for (JsonNode role : operation.said().path("x-roles")) {
                if (!keys.containsKey(role.asString())) {
                    keys.put(role.asString(), gateway.key("one-" + role.asString(), "[\"" + role.asString() + "\"]"));
                }
                // An order that cannot be carried out: to be let in is not to have done it.
                RawHttp.Answer answer =
                        send(keys.get(role.asString()), operation.line("x"), operation.takesBody() ? "no JSON" : "");
                assertThat(answer.status()).as(operation.line("x") + " " + role).isIn(200, 400, 404);
                operation.covers(answer);
            }
        }
    }

    @Test
    void what_is_not_there_is_told_in_the_described_form() throws IOException {
        for (Operation operation : described.operations().values()) {
            if (operation.hasVariables() && !operation.id().matches(OF_WHATEVER_IS_NAMED)) {
                RawHttp.Answer unknown = send(admin, operation.line("no-such-thing"), bodyOf(operation));
                assertThat(unknown.status()).as(operation.id()).isEqualTo(404);
                operation.covers(unknown);
            }
        }
        assertThat(send(admin, "GET /api/v1/nothing", "").status()).isEqualTo(404);
        assertThat(send(nobody, "GET /api/v1/keys/x/y/z", "").status()).isEqualTo(404);
    }

    @Test
    void a_method_that_a_path_does_not_know_is_told_with_those_that_it_does() throws IOException {
        for (Operation operation : described.operations().values()) {
            List<String> known = described.operations().values().stream()
                    .filter(other -> other.path().equals(operation.path()))
                    .map(Operation::method)
                    .sorted()
                    .toList();
            for (String method : List.of("GET", "POST", "DELETE", "PUT", "PATCH")) {
                if (!known.contains(method)) {
                    RawHttp.Answer answer = send(
                            admin,
                            method
                                    + operation
                                            .line("x")
                                            .substring(operation.method().length()),
                            "{}");
                    assertThat(answer.status())
                            .as(method + " " + operation.path())
                            .isEqualTo(405);
                    assertThat(Described.header(answer, "allow")).hasValue(String.join(", ", known));
                    operation.covers(answer);
                }
            }
        }
    }

    @Test
    void a_body_or_a_query_that_is_wrong_is_told_with_the_place() throws IOException {
        for (Operation operation : described.operations().values()) {
            String line = operation.line("x");
            refused(operation, send(admin, line + "?nonsense=1", bodyOf(operation)), 400, "no such parameter");
            if (operation.takesBody()) {
                refused(operation, send(admin, line, "{\"a\": }"), 400, "at byte 6");
                refused(operation, send(admin, line, "{\"a\": 1, \"a\": 2}"), 400, "twice");
                refused(operation, send(admin, line, "[]"), 400, "object");
                refused(operation, send(admin, line, "{\"nonsense\": 1}"), 400, "nonsense");
                refused(operation, send(admin, line, "x".repeat(5 << 20)), 413, "larger");
                RawHttp.Answer text = RawHttp.send(
                        gateway.endpoint(),
                        line,
                        List.of("Authorization: Bearer " + admin, "Content-Type: text/plain"),
                        "{}");
                refused(operation, text, 415, "application/json");
            }
        }
        Operation keys = described.operations().get("postKeys");
        refused(keys, send(admin, "POST /api/v1/keys", "{\"principal\": 7}"), 400, "/principal");
        refused(
                keys,
                send(admin, "POST /api/v1/keys", "{\"principal\": \"a\", \"roles\": [\"b\", 7]}"),
                400,
                "/roles/1");
        refused(
                keys,
                send(admin, "POST /api/v1/keys", "{\"principal\": \"a\", \"expiresIn\": \"-P1D\"}"),
                400,
                "expiresIn");
    }

    @Test
    void what_is_there_already_is_told_in_the_described_form() throws IOException {
        Operation users = described.operations().get("postUsers");
        String order = "{\"name\": \"twice\", \"password\": \"long enough for anybody\"}";
        assertThat(send(admin, "POST /api/v1/users", order).status()).isEqualTo(201);
        refused(users, send(admin, "POST /api/v1/users", order), 409, "user of that name");
    }

    @Test
    void no_code_of_ours_speaks_of_a_route_that_is_not_described() throws IOException {
        List<Pattern> known = described.operations().values().stream()
                .map(operation -> Pattern.compile(operation.path().replaceAll("\\{[a-z]+}", "[^/]+")))
                .toList();
        List<String> unknown = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher literal = LITERAL.matcher(Files.readString(file));
                while (literal.find()) {
                    String path = literal.group(1).replaceAll("/$", "");
                    if (!path.equals("/api/v1")
                            && known.stream().noneMatch(one -> one.matcher(path).matches())) {
                        unknown.add(file + ": " + path);
                    }
                }
            }
        }
        assertThat(unknown)
                .as("Routes are written down in io.yumen.admin; see docs/api.md")
                .isEmpty();
    }

    private static final List<String> JSON = List.of("Content-Type: application/json");

    /** A call of each operation that succeeds. They are made in the order of the ids. */
    private Map<String, String> examples() throws IOException {
        Map<String, String> examples = new TreeMap<>();
        examples.put("getServers", "GET /api/v1/servers");
        examples.put("getServersOne", "GET /api/v1/servers/everything");
        examples.put("getServersOneLog", "GET /api/v1/servers/everything/log?lines=5");
        examples.put("postServersOneStart", "POST /api/v1/servers/everything/start {}");
        examples.put("postServersOneStop", "POST /api/v1/servers/everything/stop {}");
        examples.put("postServersOneRestart", "POST /api/v1/servers/everything/restart {}");
        examples.put("getCaches", "GET /api/v1/caches");
        examples.put("getCachesOne", "GET /api/v1/caches/aws?pattern=*&limit=5");
        examples.put("postCachesOneInvalidate", "POST /api/v1/caches/aws/invalidate {\"pattern\": \"/lambda/*\"}");
        examples.put("getTools", "GET /api/v1/tools?server=everything");
        session();
        examples.put("getSessions", "GET /api/v1/sessions");
        examples.put("deleteSessionsOne", "DELETE /api/v1/sessions/" + session());
        examples.put("getKeys", "GET /api/v1/keys");
        examples.put("postKeys", """
                POST /api/v1/keys {"principal": "c", "tenant": "acme", "roles": ["r"], "scopes": ["mcp:tools"], "note": "n", "expiresIn": "P1D"}""");
        examples.put("postKeysOneRotate", "POST /api/v1/keys/" + key() + "/rotate {\"overlap\": \"PT1H\"}");
        examples.put("deleteKeysOne", "DELETE /api/v1/keys/" + key());
        examples.put("getUsers", "GET /api/v1/users");
        examples.put("postUsers", """
                POST /api/v1/users {"name": "dora", "password": "long enough for anybody", "tenant": "acme", "roles": ["r"]}""");
        examples.put(
                "postUsersOnePassword",
                "POST /api/v1/users/" + user("p") + "/password {\"password\": \"another long one for her\"}");
        examples.put("postUsersOneDisable", "POST /api/v1/users/" + user("q") + "/disable {}");
        examples.put("postUsersOneEnable", "POST /api/v1/users/" + user("r") + "/enable");
        examples.put("deleteUsersOne", "DELETE /api/v1/users/" + user("s"));
        examples.put("getApprovals", "GET /api/v1/approvals");
        examples.put("postApprovalsOneApprove", "POST /api/v1/approvals/" + waiting(1) + "/approve {}");
        examples.put("postApprovalsOneDeny", "POST /api/v1/approvals/" + waiting(2) + "/deny {}");
        examples.putAll(locks());
        examples.putAll(pins());
        examples.put("getExplain", "GET /api/v1/explain?principal=a&roles=x,y&server=everything&tool=add");
        examples.put("postExplain", """
                POST /api/v1/explain {"principal": "a", "server": "everything", "tool": "echo", "arguments": {}}""");
        examples.put("postPolicyTry", """
                POST /api/v1/policy/try {"rules": [{"name": "none", "effect": "deny"}], "from": "2020-01-01"}""");
        examples.put("getAudit", "GET /api/v1/audit?limit=100");
        examples.put("getConfiguration", "GET /api/v1/configuration");
        examples.put("postConfigurationCheck", "POST /api/v1/configuration/check {}");
        examples.put("postStateBackup", "POST /api/v1/state/backup {}");
        examples.put("getOpenapiJson", "GET /api/v1/openapi.json");
        return examples;
    }

    private static Map<String, String> locks() {
        String root = " /api/v1/lockdown";
        Map<String, String> examples = new TreeMap<>(Map.of("getLockdown", "GET" + root));
        Map.of(
                        "PrincipalsOneOne",
                        "/principals/local/mallory",
                        "ClientsOne",
                        "/clients/c",
                        "ServersOne",
                        "/servers/none")
                .forEach((id, path) -> {
                    examples.put("postLockdown" + id, "POST" + root + path + " {\"reason\": \"a bad day\"}");
                    examples.put("deleteLockdown" + id, "DELETE" + root + path);
                });
        examples.put("postLockdownEverything", "POST" + root + "/everything {}");
        examples.put("deleteLockdownEverything", "DELETE" + root + "/everything");
        return examples;
    }

    /** Of a server that says something else by now. */
    private Map<String, String> pins() throws IOException {
        ask("tools/list", "");
        says("second");
        ask("tools/call", "announce");
        long end = deadline();
        while (waitingPins() < 3) {
            requireTime(end, "the pins of the server that changed");
            ask("tools/list", "");
        }
        String one = " /api/v1/pins/said/tool/";
        return Map.of(
                "getPins", "GET /api/v1/pins",
                "getPinsOne", "GET /api/v1/pins/said",
                "getPinsOneOneOne", "GET" + one + "one",
                "postPinsOneOneOneApprove", "POST" + one + "one/approve {}",
                "postPinsOneOneOneReject", "POST" + one + "two/reject {}",
                "postPinsOneOneOneReset", "POST" + one + "three/reset {}",
                "postPinsOneReset", "POST /api/v1/pins/said/reset {}");
    }

    private long waitingPins() throws IOException {
        return gateway.operate("GET /api/v1/pins/said", "")
                .path("pins")
                .valueStream()
                .filter(pin -> pin.has("waiting"))
                .count();
    }

    private void says(String word) throws IOException {
        Files.writeString(said, """
                {"tools": [{"name": "one", "description": "%1$s"}, {"name": "two", "description": "%1$s"},
                           {"name": "three", "description": "%1$s"}, {"name": "announce"}]}""".formatted(word));
    }

    private void ask(String method, String name) throws IOException {
        String params = name.isEmpty() ? "" : "\"name\": \"" + name + "\", ";
        send(
                admin,
                "POST /mcp",
                """
                {"jsonrpc": "2.0", "id": 1, "method": "%s", "params": {%s"_meta": {
                 "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                 "io.modelcontextprotocol/clientInfo": {"name": "a", "version": "1"},
                 "io.modelcontextprotocol/clientCapabilities": {}}}}""".formatted(method, params),
                "Accept: application/json, text/event-stream",
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: " + method,
                "Mcp-Name: " + name);
    }

    private String key() throws IOException {
        return gateway.makeKey("{\"principal\": \"c\"}").path("id").asString();
    }

    private String user(String name) throws IOException {
        gateway.operate(
                "POST /api/v1/users", "{\"name\": \"%s\", \"password\": \"long enough for anybody\"}".formatted(name));
        return name;
    }

    /** Begins a session of the legacy era, and says what operators call it. */
    private String session() throws IOException {
        send(nobody, "POST /mcp", """
                {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25",
                 "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}}""", "Accept: application/json, text/event-stream");
        return gateway.operate("GET /api/v1/sessions", "")
                .path("sessions")
                .path(0)
                .path("id")
                .asString();
    }

    /** Has a call wait for approval, and says what operators call it. */
    private String waiting(int number) throws IOException {
        callers.submit(() -> send(
                nobody,
                "POST /mcp",
                CALL.formatted(number),
                "Accept: application/json, text/event-stream",
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: tools/call",
                "Mcp-Name: add"));
        long end = deadline();
        while (true) {
            requireTime(end, "the call that waits for approval");
            for (JsonNode one : gateway.operate("GET /api/v1/approvals", "").path("approvals")) {
                if (one.path("arguments").path("a").asInt() == number) {
                    return one.path("id").asString();
                }
            }
        }
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    private static void requireTime(long end, String what) {
        assertThat(System.nanoTime() - end)
                .as("Not within " + PATIENCE + ": " + what)
                .isNegative();
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private static String bodyOf(Operation operation) {
        return switch (operation.id()) {
            case "postCachesOneInvalidate" -> "{\"pattern\": \"*\"}";
            case "postUsersOnePassword" -> "{\"password\": \"another long one for her\"}";
            default -> operation.takesBody() ? "{}" : "";
        };
    }

    private static void refused(Operation operation, RawHttp.Answer answer, int status, String words) {
        assertThat(answer.status()).as(operation.id() + " " + answer.body()).isEqualTo(status);
        assertThat(answer.body()).as(operation.id()).contains(words);
        operation.covers(answer);
    }

    private RawHttp.Answer send(String key, String line, String body, String... more) throws IOException {
        List<String> headers = new ArrayList<>(List.of(more));
        headers.addAll(JSON);
        headers.add("Authorization: Bearer " + key);
        return RawHttp.send(gateway.endpoint(), line, headers, body);
    }

    private String table() {
        StringBuilder text = new StringBuilder(
                "\n| route | what it does | roles beside `admin` | reach |\n| --- | --- | --- | --- |\n");
        described
                .document()
                .path("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .forEach(verb -> text.append("| `")
                                .append(verb.getKey().toUpperCase(Locale.ROOT))
                                .append(' ')
                                .append(path.getKey())
                                .append("` | ")
                                .append(verb.getValue().path("summary").asString())
                                .append(" | ")
                                .append(roles(verb.getValue()))
                                .append(" | ")
                                .append(reach(verb.getValue()))
                                .append(" |\n")));
        return text.toString();
    }

    private static String reach(JsonNode operation) {
        return switch (operation.path("x-reach").asString()) {
            case "everything" -> "all tenants";
            case "own_tenant" -> "the own tenant";
            default -> "nobody's data";
        };
    }

    private static String roles(JsonNode operation) {
        List<String> roles = operation
                .path("x-roles")
                .valueStream()
                .map(JsonNode::asString)
                .filter(role -> !role.equals("admin"))
                .toList();
        return operation.path("x-roles").isEmpty() ? "whoever comes in" : String.join(", ", roles);
    }
}
