package io.yumen.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a page of the AWS documentation costs that was read before, through the whole gateway with its audit, beside a call that the
 * same gateway relays to a server that does nothing, in interleaved rounds of one run.
 *
 * <p>Defends: a kept page costs at most two and a half times the CPU of such a call.
 */
public final class KeptReads {
    private static final double TIMES_RELAYED = 2.5;
    private static final String RELAYED = "a relayed call";
    private static final String KEPT = "a kept page";
    private static final int SECTIONS = 40;

    private KeptReads() {}

    /** Arguments: the repository's folder, rounds, seconds a round. */
    public static void main(String[] arguments) throws Exception {
        Path repository = Path.of(arguments[0]).toAbsolutePath();
        Path work = Files.createTempDirectory("yumen-bench");
        Verdicts verdicts = new Verdicts();
        HttpServer site = site();
        try (Processes processes = new Processes(work)) {
            Rounds rounds = new Rounds(targets(new Setup(processes, work, repository), site, work));
            rounds.run(Integer.parseInt(arguments[1]), Duration.ofSeconds(Integer.parseInt(arguments[2])));
            rounds.print(RELAYED, RELAYED);
            for (int connections : Rounds.CONNECTIONS) {
                verdicts.judge(
                        KEPT + ", " + connections + " connections: CPU of " + RELAYED,
                        rounds.times(KEPT, RELAYED, connections),
                        TIMES_RELAYED,
                        "times");
            }
        } finally {
            site.stop(0);
        }
        verdicts.end();
    }

    private static List<Target> targets(Setup setup, HttpServer site, Path work) throws Exception {
        setup.tinyHttp(1);
        int relayed = Processes.freePort();
        Process bare = setup.yumen("relayed", relayed, Setup.httpServer(setup.tinyPort(1)));
        int kept = Processes.freePort();
        Process docs = setup.yumen(
                "kept",
                kept,
                "{\"service\": \"aws-docs\", \"awsDocs\": {\"loopback\": true, \"folder\": \"" + work.resolve("pages")
                        + "\", \"sites\": {\"docs.aws.amazon.com\": \"http://127.0.0.1:" + site.getAddress().getPort()
                        + "\"}}}");
        Target.Call read = new Target.Call(
                "read_documentation", "{\"url\":\"https://docs.aws.amazon.com/harbor/latest/guide/berths.html\"}");
        return List.of(
                new Target(RELAYED, relayed, Target.Era.MODERN, "", List.of(bare.pid())),
                new Target(KEPT, kept, Target.Era.MODERN, "", List.of(docs.pid()), read));
    }

    /** A site whose pages are all the same, in Markdown. */
    private static HttpServer site() throws IOException {
        StringBuilder page = new StringBuilder("# Berths\n");
        for (int section = 1; section <= SECTIONS; section++) {
            page.append("\n## Section ")
                    .append(section)
                    .append("\n\nA berth is where a ship lies while it is loaded. Each has a *number* and a `draught`.\n\n")
                    .append("| Berth | Draught |\n| --- | --- |\n| north | 12 m |\n| south | 9 m |\n");
        }
        byte[] body = page.toString().getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/markdown; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
