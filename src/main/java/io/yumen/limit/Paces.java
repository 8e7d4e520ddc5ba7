package io.yumen.limit;

import io.yumen.protocol.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How often one server, and each of its tools, may be used. Safe for many threads; never waits.
 */
public final class Paces {
    private final String server;
    private final List<Part> parts = new ArrayList<>();

    /** One of the rates, for the tools whose names match. */
    private record Part(Glob tools, Buckets buckets, boolean isPersonal) {}

    /**
     * Nothing counted yet.
     *
     * @param clock nanoseconds that only grow
     */
    public Paces(String server, PaceConfig config, LongSupplier clock) {
        this.server = server;
        Glob any = new Glob("*");
        config.tools()
                .forEach((tools, rate) ->
                        parts.add(new Part(new Glob(tools), new Buckets("tool " + tools, rate, 1, clock), false)));
        config.each()
                .ifPresent(rate -> parts.add(
                        new Part(any, new Buckets("principal at " + server, rate, Limiter.MOST_KEYS, clock), true)));
        config.all()
                .ifPresent(rate -> parts.add(new Part(any, new Buckets("server " + server, rate, 1, clock), false)));
    }

    /** The server is to be used by that principal; the tool's name, or that of a method where it is no tool. */
    public Optional<Exceeded> uses(Object principal, String tool) {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Share.take(parts.stream()
                .filter(part -> part.tools.matches(tool))
                .map(part -> new Share(part.buckets, part.isPersonal ? principal : server))
                .toList());
    }
}
