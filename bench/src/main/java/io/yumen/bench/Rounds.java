package io.yumen.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Interleaved rounds of load over several targets, so that what disturbs one disturbs all. Of one thread. */
final class Rounds {
    static final int[] CONNECTIONS = {1, 16, 64};
    /** With each number of connections: after 8 s in all much was still interpreted, which counted as the cost of a call. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final List<Target> targets;
    private final Map<String, List<Measured>> results = new LinkedHashMap<>();

    Rounds(List<Target> targets) {
        this.targets = targets;
    }

    /** Warms all targets up, and measures each with each number of connections that often. */
    void run(int rounds, Duration length) {
        for (Target target : targets) {
            for (int connections : CONNECTIONS) {
                measure(target, connections, WARM_UP);
            }
        }
        results.clear();
        for (int round = 0; round < rounds; round++) {
            for (int connections : CONNECTIONS) {
                for (Target target : targets) {
                    measure(target, connections, length);
                }
            }
        }
    }

    /** A peer that fails under load has no figure, and does not stop the others. */
    private void measure(Target target, int connections, Duration length) {
        try {
            Measured measured = new Load(target).run(connections, length);
            results.computeIfAbsent(key(target.name(), connections), key -> new ArrayList<>())
                    .add(measured);
        } catch (Exception e) {
            System.err.println(target.name() + " failed at " + connections + " connections: " + e);
        }
    }

    /** The least disturbed round of a target. */
    Measured least(String name, int connections) {
        return Measured.least(rounds(name, connections));
    }

    /**
     * How many times as much of the processors a call of one target costs as one of another: the middle of what the rounds say,
     * each of which measures both a moment apart. No number where a round of one failed.
     */
    double times(String name, String other, int connections) {
        List<Measured> ones = rounds(name, connections);
        List<Measured> others = rounds(other, connections);
        if (ones.isEmpty() || ones.size() != others.size()) {
            return Double.NaN;
        }
        double[] times = new double[ones.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = ones.get(i).cpuPerCall() / others.get(i).cpuPerCall();
        }
        return Measured.middle(times);
    }

    /** Prints the medians and the least disturbed rounds, with the CPU as a multiple of one target's, and what is added to another's times. */
    void print(String limit, String direct) throws Exception {
        System.out.println("Medians; " + Machine.load());
        print(limit, direct, Measured::median);
        System.out.println("The least disturbed round of each");
        print(limit, direct, Measured::least);
    }

    private void print(String limit, String direct, Function<List<Measured>, Measured> pick) {
        System.out.printf(
                "| path | connections | calls/s | p50 us | p95 us | p99 us | CPU us/call | CPU x %s | added p50 us |%n", limit);
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Target target : targets) {
            for (int connections : CONNECTIONS) {
                List<Measured> rounds = rounds(target.name(), connections);
                if (rounds.isEmpty()) {
                    continue;
                }
                Measured it = pick.apply(rounds);
                System.out.printf(
                        "| %s | %d | %,.0f | %.0f | %.0f | %.0f | %.1f | %.2f | %.0f |%n",
                        target.name(),
                        connections,
                        it.callsPerSecond(),
                        it.p50(),
                        it.p95(),
                        it.p99(),
                        it.cpuPerCall(),
                        it.cpuPerCall() / pick.apply(rounds(limit, connections)).cpuPerCall(),
                        it.p50() - pick.apply(rounds(direct, connections)).p50());
            }
        }
    }

    private List<Measured> rounds(String name, int connections) {
        return results.getOrDefault(key(name, connections), List.of());
    }

    private static String key(String name, int connections) {
        return name + "|" + connections;
    }
}
