package io.yumen.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What a relayed {@code tools/call} costs: direct, through nginx as a bare reverse proxy (the limit), through Yumen, and
 * through the bridges from npm, in interleaved rounds of one run. Prints a table of medians and ratios, and one of the least
 * disturbed rounds of each; what it defends is judged by the latter, the limit's likewise.
 *
 * <p>The limit writes no log and asks nobody who he is, so the relay is held against it without its audit; what the audit adds stands in a
 * row of its own, and is judged with the rest of access ({@link AccessCost}).
 *
 * <p>Defends: CPU per call over HTTP at most three times that of nginx, at most a fifth more of it than the figures of
 * {@code bench/figures.properties}, and a third of that of mcp-proxy; at most 0.15 ms added to the middle call at one connection.
 */
public final class Relay {
    private static final double TIMES_NGINX = 3;
    private static final double GROWTH = 1.2;
    private static final double SHARE_OF_PROXY = 1.0 / 3;
    private static final double ADDED_MICROS = 150;

    private final Rounds rounds;
    private final Properties figures;
    private final Verdicts verdicts = new Verdicts();

    private Relay(Rounds rounds, Properties figures) {
        this.rounds = rounds;
        this.figures = figures;
    }

    /** Arguments: the repository's folder, rounds, seconds a round. */
    public static void main(String[] arguments) throws Exception {
        Path repository = Path.of(arguments[0]).toAbsolutePath();
        Path work = Files.createTempDirectory("yumen-bench");
        Relay relay;
        try (Processes processes = new Processes(work)) {
            List<Target> targets = targets(new Setup(processes, work, repository));
            Rounds rounds = new Rounds(targets);
            rounds.run(Integer.parseInt(arguments[1]), Duration.ofSeconds(Integer.parseInt(arguments[2])));
            rounds.print("nginx", "direct");
            relay = new Relay(rounds, figures(repository));
            targets.forEach(relay::judge);
        }
        relay.verdicts.end();
    }

    private static List<Target> targets(Setup setup) throws Exception {
        Process tiny = setup.tinyHttp(1);
        int upstream = setup.tinyPort(1);
        List<Target> targets = new ArrayList<>();
        targets.add(new Target("direct", upstream, Target.Era.MODERN, "", List.of(tiny.pid())));
        targets.add(setup.nginx(upstream, Target.Era.MODERN));
        int port = Processes.freePort();
        Process http = setup.yumen("yumen-http", port, Setup.httpServer(upstream), ", \"audit\": {\"trail\": \"off\"}");
        targets.add(new Target("yumen, modern client", port, Target.Era.MODERN, "", List.of(http.pid())));
        targets.add(new Target("yumen, legacy client", port, Target.Era.LEGACY, "", List.of(http.pid())));
        int auditedPort = Processes.freePort();
        Process audited = setup.yumen("yumen-audited", auditedPort, Setup.httpServer(upstream));
        targets.add(new Target(
                "yumen and its audit, modern client",
                auditedPort,
                Target.Era.MODERN,
                "",
                List.of(audited.pid())));
        int stdioPort = Processes.freePort();
        Process stdio = setup.yumen("yumen-stdio", stdioPort, setup.stdioServer());
        targets.add(new Target("yumen (stdio)", stdioPort, Target.Era.LEGACY, "", List.of(stdio.pid())));
        targets.add(setup.mcpProxy());
        targets.add(setup.supergateway());
        return targets;
    }

    private static Properties figures(Path repository) throws IOException {
        Properties figures = new Properties();
        try (Reader reader = Files.newBufferedReader(repository.resolve("bench/figures.properties"))) {
            figures.load(reader);
        }
        return figures;
    }

    private void judge(Target target) {
        if (!target.name().startsWith("yumen")) {
            return;
        }
        boolean isOverHttp = target.name().startsWith("yumen, ");
        for (int connections : Rounds.CONNECTIONS) {
            String row = target.name() + ", " + connections + " connections";
            double cpu = rounds.least(target.name(), connections).cpuPerCall();
            if (isOverHttp) {
                double share = cpu / rounds.least("nginx", connections).cpuPerCall();
                verdicts.judge(row + ": CPU of nginx", share, Math.min(TIMES_NGINX, grown(target, connections)), "times");
            }
            double proxy = rounds.least("mcp-proxy (stdio)", connections).cpuPerCall();
            verdicts.judge(row + ": CPU of mcp-proxy", cpu / proxy, SHARE_OF_PROXY, "times");
        }
        if (isOverHttp) {
            double added = rounds.least(target.name(), 1).p50()
                    - rounds.least("direct", 1).p50();
            verdicts.judge(target.name() + ", 1 connection: added p50", added, ADDED_MICROS, "us");
        }
    }

    /** The most that the committed figure may have become. */
    private double grown(Target target, int connections) {
        String key = target.era().name().toLowerCase(java.util.Locale.ROOT) + "." + connections;
        return GROWTH * Double.parseDouble(figures.getProperty(key));
    }
}
