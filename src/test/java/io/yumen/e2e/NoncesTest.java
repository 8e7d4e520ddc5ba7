package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.Era;
import io.yumen.protocol.JsonCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A thousand clients that number their requests alike, and say something that nobody else says in each: each hears its own. Half
 * of them show nothing, half have keys of two tenants; most come by Streamable HTTP, a fifth by sockets and polls. In both
 * eras, with a server behind a pipe that all share and one behind HTTP, and an audit trail that has each call under the name
 * of who made it; {@code -Dyumen.soak} makes it a million calls.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class NoncesTest {
    private static final int CLIENTS = 1_000;
    private static final int CALLS = System.getProperty("yumen.soak") == null ? 20_000 : 1_000_000;
    private static final int UNDER_WAY = 128;

    /** Of ten clients that show the same one comes by a socket, and one by polls. */
    private static final int SOCKET = 0;

    private static final int POLL = 1;
    private static final int WIRES = 10;

    private final NonceLines.Pool pool = new NonceLines.Pool(new Semaphore(UNDER_WAY));
    private final Queue<String> mixed = new ConcurrentLinkedQueue<>();
    private final LongAdder right = new LongAdder();
    private final Map<String, LongAdder> made = new ConcurrentHashMap<>();
    private List<Holder> holders = List.of();
    private Gateway remote;
    private Gateway gateway;

    /** Who somebody is, and the key that shows it; the key is empty for who shows nothing. */
    private record Holder(String name, String tenant, String key) {
        String inTrail() {
            return tenant + "/" + name;
        }
    }

    private static final List<NonceLines.Way> WAYS = List.of(
            new NonceLines.Way("pipe", Era.LEGACY),
            new NonceLines.Way("pipe", Era.MODERN),
            new NonceLines.Way("remote", Era.LEGACY),
            new NonceLines.Way("remote", Era.MODERN));

    /** To whom all clients of the gateway are one. */
    private static final String BEHIND = """
            {"listen": {"port": 0}, "audit": {"trail": "off"}, "limits": {"requestsPerClient": 1000},
             "mcpServers": {"everything": {"service": "everything"}}}""";

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        remote = Gateway.start(ConfigFile.parse(BEHIND));
        ObjectNode servers = JsonNodeFactory.instance.objectNode();
        List<String> command = Peers.yumen(
                "stdio",
                "--config",
                Files.writeString(directory.resolve("mcp.json"), BEHIND).toString());
        ObjectNode pipe = servers.putObject("pipe").put("scope", "shared").put("command", command.getFirst());
        command.stream().skip(1).forEach(pipe.putArray("args")::add);
        servers.putObject("remote").put("url", remote.endpoint().toString()).put("scope", "shared");
        gateway = Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "state": "%1$s/state",
                 "limits": {"channelsPerAddress": 1000, "rates": {"principal": "1000000/s"}},
                 "access": {"anonymous": {"roles": []}},
                 "audit": {"trail": "on", "directory": "%1$s/audit", "key": "%1$s/audit.key"}, "mcpServers": %2$s}""".formatted(directory, JsonCodec.text(servers))));
        Holder nobody = new Holder("anonymous", "local", "");
        holders = List.of(
                nobody,
                key("ann", "red"),
                nobody,
                key("bob", "red"),
                nobody,
                key("ann", "blue"),
                nobody,
                key("cid", "blue"));
    }

    @AfterEach
    void stop() {
        pool.close();
        gateway.close();
        remote.close();
    }

    @Test
    void no_answer_reaches_another_client() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(threads.submit(() -> {
                    speak(client);
                    return client;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        assertThat(mixed).isEmpty();
        assertThat(right.sum()).isEqualTo(CALLS);
        assertThat(recorded()).as("each call under the name of who made it").isEqualTo(made());
        Peers.report(
                "nonces",
                "%,d clients with the same ids, of two tenants and of none, on three wires: 0 of %,d answers mixed up"
                        .formatted(CLIENTS, right.sum()));
    }

    private void speak(int client) throws Exception {
        Holder holder = holders.get(client % holders.size());
        try (NonceLines.Line line = line(client / holders.size() % WIRES, holder)) {
            for (int call = 1; call <= CALLS / CLIENTS / WAYS.size(); call++) {
                for (NonceLines.Way way : WAYS) {
                    String nonce = "nonce-%d-%d-%s".formatted(client, call, way);
                    JsonNode answer = line.ask(way, call, nonce);
                    made.computeIfAbsent(holder.inTrail(), name -> new LongAdder())
                            .increment();
                    if (answer.path("id").asInt() == call
                            && answer.at("/result/content/0/text").asString("").equals(nonce)) {
                        right.increment();
                    } else if (mixed.size() < 10) {
                        mixed.add(nonce + " got " + answer);
                    }
                }
            }
        }
    }

    private NonceLines.Line line(int wire, Holder holder) {
        URI endpoint = gateway.endpoint();
        return switch (wire) {
            case SOCKET -> new NonceLines.Sockets(pool, endpoint, holder.key());
            case POLL -> new NonceLines.Polls(pool, endpoint, holder.key());
            default -> new NonceLines.Sessions(pool, endpoint, holder.key());
        };
    }

    private Holder key(String principal, String tenant) throws IOException, InterruptedException {
        String made = pool.operate(
                gateway.endpoint().resolve("/api/v1/keys"),
                gateway.operatorToken().reveal(),
                "{\"principal\": \"%s\", \"tenant\": \"%s\"}".formatted(principal, tenant));
        return new Holder(
                principal,
                tenant,
                JsonMapper.shared().readTree(made).path("key").asString());
    }

    private Map<String, Long> made() {
        Map<String, Long> counts = new TreeMap<>();
        made.forEach((name, count) -> counts.put(name, count.sum()));
        return counts;
    }

    /** How many calls of tools the audit trail has of each. */
    private Map<String, Long> recorded() throws IOException {
        gateway.close();
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory.resolve("audit"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                for (String record : Files.readAllLines(file)) {
                    count(JsonMapper.shared().readTree(record), counts);
                }
            }
        }
        return counts;
    }

    private static void count(JsonNode record, Map<String, Long> counts) {
        assertThat(record.path("kind").asString()).as("nothing was lost").isNotEqualTo("gap");
        if (record.path("method").asString("").equals("tools/call")) {
            assertThat(record.path("outcome").asString()).isEqualTo("ok");
            counts.merge(
                    record.path("tenant").asString() + "/"
                            + record.path("principal").asString(),
                    1L,
                    Long::sum);
        }
    }
}
