package io.yumen.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How often one server, and each of its tools, may be used. Safe for many threads; never waits.
 */
public final class Paces {
    private final String server;
    private final List<Part> parts = new ArrayList<>();

    /** One of the rates, for the tools whose names match. */
    private record Part(String limit, Pattern tools, Buckets buckets, boolean isPersonal) {}

    /**
     * Nothing counted yet.
     *
     * @param clock nanoseconds that only grow
     */
    public Paces(String server, PaceConfig config, LongSupplier clock) {
        this.server = server;
        config.tools().forEach((tools, rate) -> add("tool " + tools, pattern(tools), rate, clock));
        config.each()
                .ifPresent(rate -> parts.add(new Part(
                        "principal at " + server,
                        pattern("*"),
                        new Buckets("principal", rate, Limiter.MOST_KEYS, clock),
                        true)));
        config.all().ifPresent(rate -> add("server " + server, pattern("*"), rate, clock));
    }

    /** The server is to be used by that principal; the tool's name, or that of a method where it is no tool. */
    public Optional<Exceeded> uses(Object principal, String tool) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (!part.tools.matcher(tool).matches()) {
                continue;
            }
            long wait = part.buckets.take(key(part, principal));
            if (wait > 0) {
                giveBack(i, principal, tool);
                return Optional.of(new Exceeded(part.limit, part.buckets.rate().toString(), Duration.ofNanos(wait)));
            }
        }
        return Optional.empty();
    }

    private void giveBack(int until, Object principal, String tool) {
        for (Part part : parts.subList(0, until)) {
            if (part.tools.matcher(tool).matches()) {
                part.buckets.giveBack(key(part, principal));
            }
        }
    }

    private Object key(Part part, Object principal) {
        return part.isPersonal ? principal : server;
    }

    private void add(String limit, Pattern tools, RateConfig rate, LongSupplier clock) {
        parts.add(new Part(limit, tools, new Buckets(limit, rate, 2, clock), false));
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(
                List.of(glob.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
