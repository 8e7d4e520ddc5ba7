package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.golden.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every defect of a credential at every door: refused each time, and nothing done. The table stands in the documentation. */
class NegativeMatrixTest {
    private static final Path TABLE = Path.of("docs", "security", "negative-matrix.md");
    private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 503);
    private static final String INTRODUCTION = """
        # Who is not let in

        Each line is a way in which a credential is not good, and differs in that from one that is; each column a wire or
        route, tried with each of its verbs at several places. Every route that operators have is among them, by its
        [description](../openapi.json); "other verbs" are those that a path does not have, of which each line tries one at each path, and
        the next line the next. %d credentials without a defect, of every kind, were let in at each of
        these doors, in the same test. The numbers are the statuses that were answered and how often. In none of these %d requests
        was anything done, no server heard of one, and each stands in the [audit trail](../audit.md) with the reason in the second
        column. What is `malformed` was refused before it was read, and is recorded [as often as the trail has room](../audit.md#what-is-no-request).
        A test writes this page.

        """;

    @TempDir
    private Path folder;

    private final List<Locked> gateways = new ArrayList<>();
    private Tokens tokens;
    private Locked gateway;
    private Defect.Keys keys;
    private Guests guests;

    @BeforeEach
    void start() throws IOException {
        tokens = new Tokens();
        Guests.register(folder.resolve("own"));
        gateway = Locked.start(folder.resolve("own"), tokens.access());
        gateways.add(gateway);
        tokens.useAt(gateway.endpoint());
        guests = new Guests(gateway);
        keys = new Defect.Keys(
                make(gateway, "{\"principal\": \"ann\", \"roles\": [\"admin\"]}")
                        .path("key")
                        .asString(),
                make(gateway, "{\"principal\": \"bob\", \"roles\": [\"admin\"], \"expiresIn\": \"PT0S\"}")
                        .path("key")
                        .asString(),
                revoked(),
                make(locked("foreign", "{}"), "{\"principal\": \"ann\", \"roles\": [\"admin\"]}")
                        .path("key")
                        .asString());
    }

    @AfterEach
    void stop() {
        gateways.forEach(Locked::close);
        tokens.close();
    }

    @Test
    void every_defect_is_refused_at_every_door_that_is_open_to_what_is_good() throws IOException {
        List<Defect> goods = Stream.of(Stream.of(Defect.bearer("a key", keys.good())), guests.goods(), tokens.goods())
                .flatMap(some -> some)
                .toList();
        for (int turn = 0; turn < goods.size(); turn++) {
            gateway.operate("POST /api/v1/servers/everything/start", "{}");
            for (Door door : Door.at(turn)) {
                RawHttp.Answer answer = send(door, goods.get(turn));
                assertThat(door.opensWith(answer.status()))
                        .as("%s at %s: %s", goods.get(turn).name(), door.line(), answer)
                        .isTrue();
            }
        }
        List<Defect> defects = Stream.of(Defect.all(keys), guests.defects(keys.good()), tokens.defects())
                .flatMap(some -> some)
                .toList();
        gateway.operate("POST /api/v1/servers/everything/start", "{}");
        JsonNode before = gateway.operate("GET /api/v1/keys", "");
        List<String> asked = asked();

        RefusalTable table = new RefusalTable();
        for (int turn = 0; turn < defects.size(); turn++) {
            Defect defect = defects.get(turn);
            // What was shown before is remembered for minutes, and all of this may take longer.
            tokens.useAt(gateway.endpoint());
            for (Door door : Door.at(turn)) {
                RawHttp.Answer answer = send(door, defect);
                assertThat(answer.status())
                        .as("%s at %s: %s", defect.name(), door.line(), answer)
                        .isIn(REFUSED);
                assertThat(answer.hasHeader("WWW-Authenticate"))
                        .isEqualTo(answer.status() == 401 || answer.status() == 403);
                assertThat(answer.head() + answer.body())
                        .doesNotContain(keys.good().substring(20), tokens.good().substring(20));
                table.add(defect.name(), door, answer.status());
            }
        }

        assertThat(asked()).as("nobody heard of one").isEqualTo(asked);
        assertThat(gateway.operate("GET /api/v1/keys", "")).isEqualTo(before);
        assertThat(gateway.operate("GET /api/v1/servers/everything", "")
                        .path("state")
                        .asString())
                .isNotEqualTo("stopped");
        recorded(defects, table);
        int requests = defects.size() * Door.at(0).size();
        Golden.matches(TABLE, table.text(INTRODUCTION.formatted(goods.size(), requests)));
    }

    /** What was asked of the endpoint, and of servers, as it is counted. */
    private List<String> asked() throws IOException {
        return gateway.metrics()
                .lines()
                .filter(line -> line.startsWith("mcp_requests_total{") || line.startsWith("mcp_server_requests_total{"))
                .toList();
    }

    /** Each is recorded in its turn, where it was tried, and with why. */
    private void recorded(List<Defect> defects, RefusalTable table) throws IOException {
        List<JsonNode> records = gateway.recorded("refusal");
        int requests = defects.size() * Door.at(0).size();
        assertThat(records).hasSizeGreaterThanOrEqualTo(requests);
        Iterator<JsonNode> last =
                records.subList(records.size() - requests, records.size()).iterator();
        for (int turn = 0; turn < defects.size(); turn++) {
            Defect defect = defects.get(turn);
            for (Door door : Door.at(turn)) {
                JsonNode record = last.next();
                assertThat((record.path("method").asString("") + " "
                                        + record.path("place").asString(""))
                                .strip())
                        .as("%s: %s", defect.name(), record)
                        .isEqualTo(defect.isRead() ? door.method() + " " + door.path() : "");
                assertThat(record.path("reason").asString(""))
                        .as("%s: %s", defect.name(), record)
                        .isNotEmpty();
                assertThat(record.path("trace").asString("")).matches("[0-9a-f]{32}");
                table.because(defect.name(), record.path("reason").asString());
            }
        }
    }

    @Test
    void probes_need_no_key_and_say_nothing_else() throws IOException {
        for (String probe : List.of("GET /health/live", "GET /health/ready")) {
            assertThat(RawHttp.send(gateway.endpoint(), probe, List.of(), "").body())
                    .isIn("live\n", "ready\n");
        }
    }

    @Test
    void a_role_opens_its_own_doors_alone() throws IOException {
        String monitor = make(gateway, "{\"principal\": \"prometheus\", \"roles\": [\"monitor\"]}")
                .path("key")
                .asString();
        String nobody = make(gateway, "{\"principal\": \"guest\"}").path("key").asString();

        assertThat(status(monitor, "GET /metrics")).isEqualTo(200);
        assertThat(status(monitor, "GET /api/v1/servers")).isEqualTo(403);
        assertThat(status(monitor, "GET /api/v1/keys")).isEqualTo(403);
        assertThat(status(monitor, "GET /api/v1/audit")).isEqualTo(403);
        assertThat(status(nobody, "GET /api/v1/audit")).isEqualTo(403);
        assertThat(status(nobody, "GET /health")).isEqualTo(403);
        assertThat(status(nobody, "GET /capabilities")).isEqualTo(200);
    }

    @Test
    void an_auditor_reads_the_trail_and_that_of_his_own_tenant_alone_where_he_has_one() throws IOException {
        String ours = make(gateway, "{\"principal\": \"ann\", \"roles\": [\"auditor\"]}")
                .path("key")
                .asString();
        String theirs = make(gateway, "{\"principal\": \"ann\", \"tenant\": \"acme\", \"roles\": [\"auditor\"]}")
                .path("key")
                .asString();
        assertThat(status(theirs, "GET /api/v1/servers")).isEqualTo(403);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!tenants(theirs, "").contains("acme")) {
            assertThat(System.nanoTime()).as("a refusal is recorded soon").isLessThan(end);
        }
        assertThat(tenants(ours, "")).contains("local", "acme");
        assertThat(tenants(theirs, "")).containsOnly("acme");
        assertThat(tenants(theirs, "?tenant=local")).isEmpty();
    }

    /** Whose records that key finds. */
    private Set<String> tenants(String key, String query) {
        try {
            RawHttp.Answer answer = RawHttp.send(
                    gateway.endpoint(), "GET /api/v1/audit" + query, List.of("Authorization: Bearer " + key), "");
            return JsonMapper.shared()
                    .readTree(answer.body())
                    .path("records")
                    .valueStream()
                    .map(record -> record.path("tenant").asString(""))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int status(String key, String line) throws IOException {
        return RawHttp.send(gateway.endpoint(), line, List.of("Authorization: Bearer " + key), "")
                .status();
    }

    private RawHttp.Answer send(Door door, Defect defect) throws IOException {
        String line = door.line();
        if (!defect.query().isEmpty()) {
            line += (line.contains("?") ? "&" : "?") + defect.query();
        }
        List<String> headers = Stream.concat(door.headers().stream(), defect.headers().apply(door).stream())
                .toList();
        return RawHttp.send(Addresses.next(), gateway.endpoint(), line, headers, door.body());
    }

    private String revoked() throws IOException {
        JsonNode made = make(gateway, "{\"principal\": \"eve\", \"roles\": [\"admin\"]}");
        gateway.operate("DELETE /api/v1/keys/" + made.path("id").asString(), "");
        return made.path("key").asString();
    }

    private static JsonNode make(Locked where, String order) throws IOException {
        return where.makeKey(order);
    }

    private Locked locked(String name, String access) {
        Locked started = Locked.start(folder.resolve(name), access);
        gateways.add(started);
        return started;
    }
}
