package io.yumen.bench;

import java.util.Arrays;
import java.util.List;

/** What one round of load showed; times in microseconds. */
record Measured(long calls, double callsPerSecond, double p50, double p95, double p99, double cpuPerCall) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    static Measured of(List<long[]> times, long elapsedNanos, long cpuNanos) {
        long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Measured(
                all.length,
                all.length / (elapsedNanos / NANOS_PER_SECOND),
                at(all, 0.50),
                at(all, 0.95),
                at(all, 0.99),
                cpuNanos / NANOS_PER_MICRO / all.length);
    }

    /** The middle of several rounds, figure by figure. */
    static Measured median(List<Measured> rounds) {
        return new Measured(
                rounds.stream().mapToLong(Measured::calls).sum(),
                middle(rounds.stream().mapToDouble(Measured::callsPerSecond).toArray()),
                middle(rounds.stream().mapToDouble(Measured::p50).toArray()),
                middle(rounds.stream().mapToDouble(Measured::p95).toArray()),
                middle(rounds.stream().mapToDouble(Measured::p99).toArray()),
                middle(rounds.stream().mapToDouble(Measured::cpuPerCall).toArray()));
    }

    /** The least of several rounds, figure by figure: what the program needs where nothing else disturbs it. */
    static Measured least(List<Measured> rounds) {
        return new Measured(
                rounds.stream().mapToLong(Measured::calls).sum(),
                rounds.stream().mapToDouble(Measured::callsPerSecond).max().orElse(Double.NaN),
                rounds.stream().mapToDouble(Measured::p50).min().orElse(Double.NaN),
                rounds.stream().mapToDouble(Measured::p95).min().orElse(Double.NaN),
                rounds.stream().mapToDouble(Measured::p99).min().orElse(Double.NaN),
                rounds.stream().mapToDouble(Measured::cpuPerCall).min().orElse(Double.NaN));
    }

    /** The median. */
    static double middle(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / NANOS_PER_MICRO;
    }
}
