package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.access.Described.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An administrator of the tenant acme calls every route, with things of the tenant globex and of the gateway itself: he changes
 * nothing of them and hears nothing of them, and nothing that he gives is more than he has.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantAdminTest {
    private static final String OWN = "acme";
    private static final List<String> OTHERS = List.of("globex", "local");
    private static final List<String> JSON = List.of("Content-Type: application/json");
    private static final List<String> BOTH =
            List.of("Content-Type: application/json", "Accept: application/json, text/event-stream");
    private static final String RULES = """
            {"rules": [{"name": "ask", "effect": "approve", "tools": ["add"]}, {"name": "rest", "effect": "allow"}]}""";
    private static final String PASSWORD = "long enough for anybody";

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private Locked gateway;
    private Described described;
    private String admin;

    /** What each tenant has of each kind: the name by which routes know it. */
    private final Map<String, Map<String, String>> things = new TreeMap<>();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        gateway = Locked.with(folder, RULES, "\"limits\": {\"requestsPerClient\": 500}");
        described = new Described(gateway.operate("GET /api/v1/openapi.json", ""));
        for (String tenant : List.of(OWN, "globex", "local")) {
            things.put(tenant, thingsOf(tenant));
        }
        admin = make("{\"principal\": \"boss\", \"tenant\": \"acme\", \"roles\": [\"admin\"]}");
    }

    @AfterAll
    void end() {
        gateway.close();
        callers.shutdownNow();
    }

    @Test
    void no_route_shows_or_changes_what_is_of_another_tenant_or_of_all() throws IOException {
        for (String other : OTHERS) {
            String before = stateOf(other);
            Map<String, Probe> probes = probes(other);
            for (Operation operation : described.operations().values()) {
                Probe probe = probes.get(operation.id());
                assertThat(probe)
                        .as("%s is new: say here what an administrator of one tenant gets of another's", operation.id())
                        .isNotNull();
                RawHttp.Answer answer = send(admin, probe.line(), probe.body());
                String what = probe.line() + " " + answer.body();
                assertThat(answer.status()).as(what).isEqualTo(probe.status());
                operation.covers(answer);
                if (isBeyond(operation)) {
                    assertThat(json(answer).at("/error/code").asString())
                            .as(what)
                            .isEqualTo("other_tenant");
                }
                assertThat(json(answer).findValues("tenant"))
                        .as(what)
                        .filteredOn(JsonNode::isString)
                        .allSatisfy(tenant -> assertThat(tenant.asString()).isEqualTo(OWN));
            }
            assertThat(probes.keySet())
                    .as("none is of a route that there is not")
                    .isEqualTo(described.operations().keySet());
            assertThat(stateOf(other)).isEqualTo(before);
        }
    }

    @Test
    void what_concerns_all_tenants_says_so_and_is_refused_before_it_is_looked_at() throws IOException {
        assertThat(described.operations().values())
                .allSatisfy(
                        operation -> assertThat(operation.said().path("x-reach").asString())
                                .isIn("nobodys", "own_tenant", "everything"));
        for (Operation operation : described.operations().values()) {
            if (isBeyond(operation)) {
                RawHttp.Answer answer =
                        send(admin, operation.line("no-such-thing"), operation.takesBody() ? "no JSON" : "");
                assertThat(answer.status()).as(operation.id()).isEqualTo(403);
            }
        }
        for (String line : List.of("GET /health", "GET /metrics")) {
            assertThat(send(admin, line, "").status()).as(line).isEqualTo(403);
        }
    }

    @Test
    void of_his_own_tenant_he_sees_and_changes_everything() throws IOException {
        Map<String, String> own = thingsOf(OWN);
        for (String list : List.of("keys", "users", "sessions", "approvals")) {
            RawHttp.Answer answer = send(admin, "GET /api/v1/" + list, "");
            assertThat(answer.status()).as(list).isEqualTo(200);
            assertThat(answer.body()).contains(own.get(list.substring(0, list.length() - 1)));
        }
        for (String order : List.of(
                "DELETE /api/v1/sessions/" + own.get("session"),
                "POST /api/v1/approvals/" + own.get("approval") + "/deny {}",
                "POST /api/v1/keys/" + own.get("key") + "/rotate {}",
                "DELETE /api/v1/keys/" + own.get("key"),
                "POST /api/v1/users/" + own.get("user") + "/password {\"password\": \"another one, long enough\"}",
                "POST /api/v1/users/" + own.get("user") + "/disable {}",
                "POST /api/v1/users/" + own.get("user") + "/enable {}",
                "DELETE /api/v1/users/" + own.get("user"),
                "POST /api/v1/keys {\"principal\": \"next\", \"roles\": [\"admin\"]}",
                "POST /api/v1/users {\"name\": \"next\", \"password\": \"long enough for anybody\", \"roles\": [\"auditor\"]}")) {
            String[] parts = order.split(" ", 3);
            RawHttp.Answer answer = send(admin, parts[0] + " " + parts[1], parts.length < 3 ? "" : parts[2]);
            assertThat(answer.status()).as(order + " " + answer.body()).isIn(200, 201);
            JsonNode said = json(answer);
            assertThat(said.path("tenant").asString(OWN)).isEqualTo(OWN);
        }
    }

    @Test
    void nobody_gives_what_he_does_not_have() throws IOException {
        String narrow = make(
                "{\"principal\": \"narrow\", \"tenant\": \"acme\", \"roles\": [\"admin\", \"sre\"], \"scopes\": [\"a\", \"b\"]}");
        for (String order : List.of(
                "POST /api/v1/keys {\"principal\": \"x\"}",
                "POST /api/v1/keys {\"principal\": \"x\", \"scopes\": [\"a\", \"c\"]}",
                "POST /api/v1/keys {\"principal\": \"x\", \"scopes\": [], \"roles\": [\"finance\"]}",
                "POST /api/v1/users {\"name\": \"x\", \"password\": \"long enough for anybody\"}",
                "POST /api/v1/keys/" + things.get(OWN).get("key") + "/rotate {}",
                "POST /api/v1/users/" + things.get(OWN).get("user")
                        + "/password {\"password\": \"another one, long enough\"}")) {
            String[] parts = order.split(" ", 3);
            RawHttp.Answer answer = send(narrow, parts[0] + " " + parts[1], parts[2]);
            assertThat(answer.status()).as(order + " " + answer.body()).isEqualTo(403);
            assertThat(json(answer).at("/error/code").asString()).as(order).isEqualTo("more_than_own");
        }
        assertThat(send(
                                narrow,
                                "POST /api/v1/keys",
                                "{\"principal\": \"x\", \"scopes\": [\"a\"], \"roles\": [\"sre\", \"operator\"]}")
                        .status())
                .isEqualTo(201);
    }

    /** Every key that anybody is shown is a new giver, so that what one gives to himself by others' hands counts, too. */
    @Test
    void no_sequence_of_grants_raises_reach() throws IOException {
        for (long seed : new long[] {1, 2, 3}) {
            Random random = new Random(seed);
            List<Giver> givers = new ArrayList<>(
                    List.of(
                            root("{\"principal\": \"r1\", \"tenant\": \"acme\", \"roles\": [\"admin\"]}"),
                            root(
                                    "{\"principal\": \"r2\", \"tenant\": \"acme\", \"roles\": [\"admin\", \"sre\"], \"scopes\": [\"a\", \"b\"]}"),
                            root(
                                    "{\"principal\": \"r3\", \"tenant\": \"globex\", \"roles\": [\"admin\"], \"scopes\": []}"),
                            root(
                                    "{\"principal\": \"r4\", \"tenant\": \"local\", \"roles\": [\"admin\"], \"scopes\": [\"a\"]}")));
            List<String> keys = new ArrayList<>(List.of(
                    id("{\"principal\": \"v1\", \"tenant\": \"acme\", \"roles\": [\"finance\"]}"),
                    id("{\"principal\": \"v2\", \"tenant\": \"globex\", \"roles\": [\"admin\"]}"),
                    id("{\"principal\": \"v3\", \"roles\": [\"admin\"]}")));
            int given = 0;
            for (int step = 0; step < 150; step++) {
                Giver giver = givers.get(random.nextInt(givers.size()));
                RawHttp.Answer answer = random.nextInt(3) > 0
                        ? send(giver.key(), "POST /api/v1/keys", order(random))
                        : send(
                                giver.key(),
                                "POST /api/v1/keys/" + keys.get(random.nextInt(keys.size())) + "/rotate",
                                "{\"overlap\": \"PT1H\"}");
                String what = "seed %d, step %d, %s: %s".formatted(seed, step, giver, answer.body());
                assertThat(answer.status()).as(what).isIn(201, 403, 404);
                if (answer.status() == 201) {
                    JsonNode shown = json(answer);
                    Reach reach = Reach.of(shown);
                    assertThat(giver.root().holds(reach)).as(what).isTrue();
                    givers.add(new Giver(shown.path("key").asString(), giver.root()));
                    keys.add(shown.path("id").asString());
                    given++;
                }
            }
            assertThat(given).as("some grants are lawful").isGreaterThan(10);
        }
    }

    /** Who may give, and what the one had who was the first of those before him. */
    private record Giver(String key, Reach root) {
        @Override
        public String toString() {
            return "of the root " + root;
        }
    }

    /** What a credential is worth; without scopes, it is good for all. */
    private record Reach(String tenant, Set<String> roles, Set<String> scopes, boolean isNarrow) {
        private static final Set<String> OF_ADMIN = Set.of("admin", "operator", "monitor", "approver", "auditor");

        static Reach of(JsonNode key) {
            return new Reach(
                    key.path("tenant").asString(), set(key.path("roles")), set(key.path("scopes")), key.has("scopes"));
        }

        boolean holds(Reach other) {
            boolean isWhole = tenant.equals("local");
            Set<String> all = Stream.concat(roles.stream(), OF_ADMIN.stream()).collect(Collectors.toSet());
            return (isWhole || other.tenant.equals(tenant))
                    && (isWhole || all.containsAll(other.roles))
                    && (!isNarrow || (other.isNarrow && scopes.containsAll(other.scopes)));
        }

        private static Set<String> set(JsonNode names) {
            return names.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Giver root(String order) throws IOException {
        JsonNode made = gateway.makeKey(order);
        return new Giver(made.path("key").asString(), Reach.of(made));
    }

    private String id(String order) throws IOException {
        return gateway.makeKey(order).path("id").asString();
    }

    private static String order(Random random) {
        StringBuilder order = new StringBuilder("{\"principal\": \"p\"");
        String tenant = pick(random, "", "acme", "globex", "local");
        if (!tenant.isEmpty()) {
            order.append(", \"tenant\": \"").append(tenant).append('"');
        }
        order.append(", \"roles\": ").append(some(random, "admin", "operator", "finance", "sre"));
        if (random.nextInt(3) > 0) {
            order.append(", \"scopes\": ").append(some(random, "a", "b", "c"));
        }
        return order.append('}').toString();
    }

    private static String pick(Random random, String... all) {
        return all[random.nextInt(all.length)];
    }

    /** Most givers have to stay administrators, or nobody gives anything any more. */
    private static String some(Random random, String... all) {
        return Stream.of(all)
                .filter(one -> random.nextInt(one.equals("admin") ? 4 : 3) < (one.equals("admin") ? 3 : 1))
                .map(one -> "\"" + one + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** A call of one route, and what comes of it. */
    private record Probe(String line, String body, int status) {}

    /** What comes of each route where it is called with things of that tenant; 403 for what concerns all. */
    private Map<String, Probe> probes(String other) {
        Map<String, String> theirs = things.get(other);
        Map<String, Probe> probes = new TreeMap<>();
        String user = "/api/v1/users/" + theirs.get("user");
        String key = "/api/v1/keys/" + theirs.get("key");
        String approval = "/api/v1/approvals/" + theirs.get("approval");
        probes.put("getKeys", new Probe("GET /api/v1/keys", "", 200));
        probes.put(
                "postKeys",
                new Probe("POST /api/v1/keys", "{\"principal\": \"x\", \"tenant\": \"%s\"}".formatted(other), 403));
        probes.put("postKeysOneRotate", new Probe("POST " + key + "/rotate", "{}", 404));
        probes.put("deleteKeysOne", new Probe("DELETE " + key, "", 404));
        probes.put("getUsers", new Probe("GET /api/v1/users", "", 200));
        probes.put(
                "postUsers",
                new Probe(
                        "POST /api/v1/users",
                        "{\"name\": \"x\", \"password\": \"%s\", \"tenant\": \"%s\"}".formatted(PASSWORD, other),
                        403));
        probes.put(
                "postUsersOnePassword",
                new Probe("POST " + user + "/password", "{\"password\": \"another one, long enough\"}", 404));
        probes.put("postUsersOneDisable", new Probe("POST " + user + "/disable", "{}", 404));
        probes.put("postUsersOneEnable", new Probe("POST " + user + "/enable", "{}", 404));
        probes.put("deleteUsersOne", new Probe("DELETE " + user, "", 404));
        probes.putAll(probesOfUse(other, approval));
        probes.putAll(probesBeyond(other));
        return probes;
    }

    /** Of what users do, and of what is recorded and ruled of it. */
    private Map<String, Probe> probesOfUse(String other, String approval) {
        Map<String, String> theirs = things.get(other);
        Map<String, Probe> probes = new TreeMap<>();
        probes.put("getSessions", new Probe("GET /api/v1/sessions", "", 200));
        probes.put("deleteSessionsOne", new Probe("DELETE /api/v1/sessions/" + theirs.get("session"), "", 404));
        probes.put("getApprovals", new Probe("GET /api/v1/approvals", "", 200));
        probes.put("postApprovalsOneApprove", new Probe("POST " + approval + "/approve", "{}", 404));
        probes.put("postApprovalsOneDeny", new Probe("POST " + approval + "/deny", "{}", 404));
        probes.put("getAudit", new Probe("GET /api/v1/audit?limit=1000", "", 200));
        probes.put(
                "postPolicyTry",
                new Probe("POST /api/v1/policy/try", "{\"rules\": [{\"name\": \"none\", \"effect\": \"deny\"}]}", 200));
        probes.put(
                "getExplain", new Probe("GET /api/v1/explain?principal=x&server=everything&tenant=" + other, "", 403));
        probes.put(
                "postExplain",
                new Probe(
                        "POST /api/v1/explain",
                        "{\"principal\": \"x\", \"server\": \"everything\", \"tenant\": \"%s\"}".formatted(other),
                        403));
        probes.put("getOpenapiJson", new Probe("GET /api/v1/openapi.json", "", 200));
        return probes;
    }

    /** Of what concerns all tenants. */
    private Map<String, Probe> probesBeyond(String other) {
        Map<String, Probe> probes = new TreeMap<>();
        for (String line : List.of(
                "GET /servers",
                "GET /servers/everything",
                "GET /servers/everything/log",
                "POST /servers/everything/start",
                "POST /servers/everything/stop",
                "POST /servers/everything/restart",
                "GET /tools",
                "GET /pins",
                "GET /pins/everything",
                "GET /pins/everything/tool/add",
                "POST /pins/everything/tool/add/approve",
                "POST /pins/everything/tool/add/reject",
                "POST /pins/everything/tool/add/reset",
                "POST /pins/everything/reset",
                "GET /lockdown",
                "POST /lockdown/principals/" + other + "/x",
                "DELETE /lockdown/principals/" + other + "/x",
                "POST /lockdown/clients/x",
                "DELETE /lockdown/clients/x",
                "POST /lockdown/servers/everything",
                "DELETE /lockdown/servers/everything",
                "POST /lockdown/everything",
                "DELETE /lockdown/everything",
                "GET /caches",
                "GET /caches/everything",
                "POST /caches/everything/invalidate",
                "GET /configuration",
                "POST /configuration/check",
                "POST /state/backup")) {
            String[] parts = line.split(" ", 2);
            String body = parts[0].equals("POST") ? "{}" : "";
            Probe probe = new Probe(parts[0] + " /api/v1" + parts[1], body, 403);
            probes.put(operationOf(probe.line()), probe);
        }
        return probes;
    }

    /** The operation at a line; of several that fit, the one with the fewest names in braces. */
    private String operationOf(String line) {
        return described.operations().values().stream()
                .filter(one ->
                        line.matches(one.line("[^/]+").replace(".", "[.]").replace("[^/][.]", "[^/]")))
                .min((one, two) -> Long.compare(braces(one), braces(two)))
                .map(Operation::id)
                .orElseThrow(() -> new AssertionError("There is no route at " + line));
    }

    private static long braces(Operation operation) {
        return operation.path().chars().filter(letter -> letter == '{').count();
    }

    private static boolean isBeyond(Operation operation) {
        return operation.said().path("x-reach").asString().equals("everything");
    }

    /** A key, a user, a session and a waiting call of that tenant. */
    private Map<String, String> thingsOf(String tenant) throws IOException {
        JsonNode key = gateway.makeKey(
                "{\"principal\": \"holder-%s-%d\", \"tenant\": \"%s\"}".formatted(tenant, System.nanoTime(), tenant));
        String text = key.path("key").asString();
        String principal = key.path("principal").asString();
        String user = "user-" + tenant + "-" + Long.toString(System.nanoTime(), 36);
        gateway.operate(
                "POST /api/v1/users",
                "{\"name\": \"%s\", \"password\": \"%s\", \"tenant\": \"%s\"}".formatted(user, PASSWORD, tenant));
        RawHttp.send(gateway.endpoint(), "POST /mcp", with(text), """
                {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25",
                 "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}}""");
        callers.submit(() -> RawHttp.send(
                gateway.endpoint(),
                "POST /mcp",
                Stream.concat(
                                with(text).stream(),
                                Stream.of(
                                        "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: add"))
                        .toList(),
                """
                {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "add", "arguments": {"a": 1, "b": 2}, "_meta": {
                 "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                 "io.modelcontextprotocol/clientInfo": {"name": "a", "version": "1"},
                 "io.modelcontextprotocol/clientCapabilities": {}}}}"""));
        return Map.of(
                "key", key.path("id").asString(),
                "user", user,
                "session", await("sessions", principal),
                "approval", await("approvals", principal));
    }

    private String await(String list, String principal) throws IOException {
        while (true) {
            for (JsonNode one : gateway.operate("GET /api/v1/" + list, "").path(list)) {
                if (one.path("principal").asString().equals(principal)) {
                    return one.path("id").asString();
                }
            }
        }
    }

    /** All that is of that tenant, or of the gateway. */
    private String stateOf(String tenant) throws IOException {
        StringBuilder state = new StringBuilder();
        for (String list : List.of("keys", "users", "sessions", "approvals", "lockdown", "pins", "servers")) {
            JsonNode answer = gateway.operate("GET /api/v1/" + list, "");
            for (JsonNode one : answer.path(list.equals("lockdown") ? "locks" : list)) {
                if (one.path("tenant").asString(tenant).equals(tenant)) {
                    state.append(list)
                            .append(' ')
                            .append(one.toString().replaceAll("\"(idleSeconds|requestsUnderWay)\":\\d+", ""))
                            .append('\n');
                }
            }
        }
        assertThat(state.toString()).contains(things.get(tenant).values());
        return state.toString();
    }

    private String make(String order) throws IOException {
        return gateway.makeKey(order).path("key").asString();
    }

    private static List<String> with(String key) {
        return Stream.concat(BOTH.stream(), Stream.of("Authorization: Bearer " + key))
                .toList();
    }

    private RawHttp.Answer send(String key, String line, String body) throws IOException {
        List<String> headers = new ArrayList<>(JSON);
        headers.add("Authorization: Bearer " + key);
        return RawHttp.send(gateway.endpoint(), line, headers, body);
    }

    private static JsonNode json(RawHttp.Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
