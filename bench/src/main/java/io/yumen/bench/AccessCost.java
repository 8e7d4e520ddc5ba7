package io.yumen.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs a relayed {@code tools/call} that its caller is known by a key or a token, rules decide it, rates count it and
 * the audit records it, beside a gateway with none of these, in interleaved rounds of one run.
 *
 * <p>Defends: at most one and a half times the CPU per call.
 */
public final class AccessCost {
    private static final double TIMES_BARE = 1.5;
    private static final String BARE = "bare";
    private static final String NOTHING = ", \"audit\": {\"trail\": \"off\"}";
    private static final String RATES =
            ", \"limits\": {\"rates\": {\"principal\": \"1000000/s\", \"tenant\": \"1000000/s\", \"all\": \"1000000/s\"}}";
    private static final String RULES = """
            "rules": [
              {"name": "nobody drops a table", "effect": "deny", "tools": ["drop_*"]},
              {"name": "strangers do nothing", "effect": "deny", "when": "principal.tenant == 'nowhere'"},
              {"name": "callers say little", "effect": "allow", "roles": ["caller"], "tools": ["ec*"],
               "when": "arguments.text.size() < 100"}]""";

    private AccessCost() {}

    /** Arguments: the repository's folder, rounds, seconds a round. */
    public static void main(String[] arguments) throws Exception {
        Path repository = Path.of(arguments[0]).toAbsolutePath();
        Path work = Files.createTempDirectory("yumen-bench");
        Verdicts verdicts = new Verdicts();
        try (Processes processes = new Processes(work);
                TinyIssuer issuer = new TinyIssuer()) {
            List<Target> targets = targets(new Setup(processes, work, repository), issuer);
            Rounds rounds = new Rounds(targets);
            rounds.run(Integer.parseInt(arguments[1]), Duration.ofSeconds(Integer.parseInt(arguments[2])));
            rounds.print(BARE, BARE);
            for (Target target : targets.subList(1, targets.size())) {
                for (int connections : Rounds.CONNECTIONS) {
                    double share = rounds.times(target.name(), BARE, connections);
                    String claim = target.name() + ", " + connections + " connections: CPU of a bare gateway";
                    verdicts.judge(claim, share, TIMES_BARE, "times");
                }
            }
        }
        verdicts.end();
    }

    private static List<Target> targets(Setup setup, TinyIssuer issuer) throws Exception {
        setup.tinyHttp(1);
        String server = Setup.httpServer(setup.tinyPort(1));
        List<Target> targets = new ArrayList<>();
        int bare = Processes.freePort();
        Process nothing = setup.yumen("bare", bare, server, NOTHING);
        targets.add(new Target(BARE, bare, Target.Era.MODERN, "", List.of(nothing.pid())));
        int port = Processes.freePort();
        String access = ", \"audit\": {\"trail\": \"on\"}" + RATES + ", \"access\": {" + issuer.access() + ", " + RULES + "}";
        Process all = setup.yumen("access", port, server, access);
        String key = setup.command("access", "key", "create", "bench", "--role", "caller");
        targets.add(shows("with a key", port, key, all));
        targets.add(shows("with a token", port, issuer.token(), all));
        return targets;
    }

    private static Target shows(String name, int port, String credential, Process process) {
        String header = "Authorization: Bearer " + credential + "\r\n";
        return new Target(name, port, Target.Era.MODERN, header, List.of(process.pid()));
    }
}
