package io.yumen.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a relayed {@code tools/call} costs: direct, through nginx as a bare reverse proxy (the limit), through Yumen, and
 * through the bridges from npm, in interleaved rounds of one run. Prints a table of medians and ratios, and one of the least
 * disturbed rounds of each; what it defends is judged by the latter, the limit's likewise.
 *
 * <p>Defends: CPU per call over HTTP at most three times that of nginx, and a third of that of mcp-proxy; at most 0.15 ms
 * added to the middle call at one connection.
 */
public final class Relay {
    private static final int[] CONNECTIONS = {1, 16, 64};
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final double TIMES_NGINX = 3;
    private static final double SHARE_OF_PROXY = 1.0 / 3;
    private static final double ADDED_MICROS = 150;

    private Relay() {}

    /** Arguments: the repository's folder, rounds, seconds a round. */
    public static void main(String[] arguments) throws Exception {
        Path repository = Path.of(arguments[0]).toAbsolutePath();
        int rounds = Integer.parseInt(arguments[1]);
        Duration length = Duration.ofSeconds(Integer.parseInt(arguments[2]));
        Path work = Files.createTempDirectory("yumen-bench");
        try (Processes processes = new Processes(work)) {
            List<Target> targets = targets(new Setup(processes, work, repository));
            Map<String, List<Measured>> results = new LinkedHashMap<>();
            for (Target target : targets) {
                measure(target, 16, WARM_UP, new LinkedHashMap<>());
            }
            for (int round = 0; round < rounds; round++) {
                for (int connections : CONNECTIONS) {
                    for (Target target : targets) {
                        measure(target, connections, length, results);
                    }
                }
            }
            System.out.println("Medians of " + rounds + " rounds; " + Machine.load());
            print(targets, results, Measured::median);
            System.out.println("The least disturbed round of each");
            print(targets, results, Measured::least);
            judge(targets, results);
        }
    }

    /** A peer that fails under load has no figure, and does not stop the others. */
    private static void measure(Target target, int connections, Duration length, Map<String, List<Measured>> results) {
        try {
            results.computeIfAbsent(target.name() + "|" + connections, key -> new ArrayList<>())
                    .add(new Load(target).run(connections, length));
        } catch (Exception e) {
            System.err.println(target.name() + " failed at " + connections + " connections: " + e);
        }
    }

    private static List<Target> targets(Setup setup) throws Exception {
        Process tiny = setup.tinyHttp(1);
        int upstream = setup.tinyPort(1);
        List<Target> targets = new ArrayList<>();
        targets.add(new Target("direct", upstream, "/mcp", Target.Era.MODERN, List.of(tiny.pid())));
        targets.add(setup.nginx(upstream, Target.Era.MODERN));
        int port = Processes.freePort();
        Process http = setup.yumen("yumen-http", port, "{\"url\": \"http://127.0.0.1:" + upstream + "/mcp\"}");
        targets.add(new Target("yumen, modern client", port, "/mcp", Target.Era.MODERN, List.of(http.pid())));
        targets.add(new Target("yumen, legacy client", port, "/mcp", Target.Era.LEGACY, List.of(http.pid())));
        int stdioPort = Processes.freePort();
        Process stdio = setup.yumen("yumen-stdio", stdioPort, setup.stdioServer());
        targets.add(new Target("yumen (stdio)", stdioPort, "/mcp", Target.Era.LEGACY, List.of(stdio.pid())));
        targets.add(setup.mcpProxy());
        targets.add(setup.supergateway());
        return targets;
    }

    private static void judge(List<Target> targets, Map<String, List<Measured>> results) {
        for (Target target : targets) {
            for (int connections : CONNECTIONS) {
                String row = target.name() + ", " + connections + " connections";
                if (target.name().startsWith("yumen, ")) {
                    double limit = least(results, "nginx", connections).cpuPerCall();
                    double share = least(results, target.name(), connections).cpuPerCall() / limit;
                    new Verdict(row + ": CPU of nginx", share, TIMES_NGINX, "times").print();
                }
                if (target.name().startsWith("yumen")) {
                    double proxy =
                            least(results, "mcp-proxy (stdio)", connections).cpuPerCall();
                    double share = least(results, target.name(), connections).cpuPerCall() / proxy;
                    new Verdict(row + ": CPU of mcp-proxy", share, SHARE_OF_PROXY, "times").print();
                }
            }
            if (target.name().startsWith("yumen, ")) {
                double added = least(results, target.name(), 1).p50()
                        - least(results, "direct", 1).p50();
                new Verdict(target.name() + ", 1 connection: added p50", added, ADDED_MICROS, "us").print();
            }
        }
    }

    private static Measured least(Map<String, List<Measured>> results, String name, int connections) {
        return Measured.least(results.getOrDefault(name + "|" + connections, List.of()));
    }

    private static void print(
            List<Target> targets, Map<String, List<Measured>> results, Function<List<Measured>, Measured> pick) {
        System.out.println(
                "| path | connections | calls/s | p50 us | p99 us | CPU us/call | CPU x nginx | added p50 us |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Target target : targets) {
            for (int connections : CONNECTIONS) {
                List<Measured> rounds = results.getOrDefault(target.name() + "|" + connections, List.of());
                if (rounds.isEmpty()) {
                    continue;
                }
                Measured it = pick.apply(rounds);
                Measured limit = pick.apply(results.get("nginx|" + connections));
                Measured direct = pick.apply(results.get("direct|" + connections));
                System.out.printf(
                        "| %s | %d | %,.0f | %.0f | %.0f | %.1f | %.2f | %.0f |%n",
                        target.name(),
                        connections,
                        it.callsPerSecond(),
                        it.p50(),
                        it.p99(),
                        it.cpuPerCall(),
                        it.cpuPerCall() / limit.cpuPerCall(),
                        it.p50() - direct.p50());
            }
        }
    }
}
