package io.yumen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.session.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** A gateway as {@code serve} runs it, with two good servers, and bad ones that come and go. */
final class Fleet implements AutoCloseable {
    static final String SCRIPT =
            Path.of("src/test/resources/faults/server.sh").toAbsolutePath().toString();

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Pattern HELD =
            Pattern.compile("(?m)^(mcp_sessions|mcp_streams|mcp_parked_calls|mcp_subscriptions) ([1-9].*)$");

    private final ReentrantLock lock = new ReentrantLock();
    private final ObjectNode config = Json.json("{'listen': {'port': 0}, 'limits': {'serverMessage': '4MiB'},"
            + "'mcpServers': {'good': {'service': 'everything'}}}");
    private final Gateway gateway;

    Fleet() {
        servers().set("calm", child("calm"));
        gateway = Gateway.start(settings());
        // A list leaves out who has never been heard of in time, on a machine under load.
        await(
                "the good servers are up",
                () -> McpClient.hear(endpoint("calm"), true, "calm").equals("well"));
    }

    /** A child that does that at each call of its tool {@code fault}. */
    static ObjectNode child(String fault) {
        ObjectNode server = Json.json("{'command': 'sh', 'restartDelay': '10ms', 'maxRestarts': 0}");
        server.putArray("args").add(SCRIPT).add(fault);
        return server;
    }

    /** A server at that address. */
    static ObjectNode remote(URI url) {
        return Json.json("{'restartDelay': '10ms', 'maxRestarts': 0}").put("url", url.toString());
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    URI endpoint(String server) {
        return gateway.endpoint().resolve("/servers/" + server + "/mcp");
    }

    Gateway gateway() {
        return gateway;
    }

    /** Puts a server in the place of that name. */
    void put(String name, ObjectNode server) {
        lock.lock();
        try {
            servers().set(name, server);
            gateway.apply(settings());
        } finally {
            lock.unlock();
        }
    }

    /** Takes all bad servers away. */
    void clear() {
        lock.lock();
        try {
            servers().retain("good", "calm");
            gateway.apply(settings());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no client holds anything. */
    void awaitIdle() {
        await("nothing is held", () -> !HELD.matcher(metrics()).find());
    }

    static void await(String what, BooleanSupplier condition) {
        await(what, Duration.ofMillis(20), condition);
    }

    /** Looks that often. */
    static void await(String what, Duration pause, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    String metrics() {
        return McpClient.get(endpoint().resolve("/metrics")).body();
    }

    @Override
    public void close() {
        gateway.close();
    }

    private ObjectNode servers() {
        return (ObjectNode) config.get("mcpServers");
    }

    private GatewaySettings settings() {
        return ConfigFile.parse(config.toString());
    }
}
