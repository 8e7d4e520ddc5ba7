package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How much is kept in memory, and how long copies are good.
 *
 * @param memory what is kept in memory
 * @param lifetimes of each kind, where nothing else says so
 * @param said within what AWS is followed where it says how long an answer is good
 * @param missing how long it is remembered that there is no such thing
 * @param rules the first that fits an address counts
 */
public record ShelfLimits(Memory memory, Map<Kind, Lifetime> lifetimes, Said said, Duration missing, List<Rule> rules) {
    public static final ShelfLimits DEFAULT = new ShelfLimits(
            new Memory(64 << 20, Duration.ofHours(24)),
            Map.of(
                    Kind.PAGE, hours(1, 24, 30 * 24),
                    Kind.SEARCH, new Lifetime(Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofDays(7)),
                    Kind.RECOMMENDATION, hours(1, 24, 30 * 24),
                    Kind.CONTENTS, hours(24, 7 * 24, 30 * 24)),
            new Said(Duration.ofMinutes(5), Duration.ofHours(24)),
            Duration.ofMinutes(5),
            List.of());

    public ShelfLimits {
        Map<Kind, Lifetime> all = new EnumMap<>(Kind.class);
        all.putAll(lifetimes);
        if (all.size() != Kind.values().length || missing.isNegative()) {
            throw new IllegalArgumentException("Each kind of copies has its times, and none is negative");
        }
        lifetimes = Map.copyOf(all);
        rules = List.copyOf(rules);
    }

    /** The same with so many bytes in memory. */
    public ShelfLimits withMemory(long bytes) {
        return new ShelfLimits(new Memory(bytes, memory.time()), lifetimes, said, missing, rules);
    }

    /** The same with these rules. */
    public ShelfLimits withRules(List<Rule> some) {
        return new ShelfLimits(memory, lifetimes, said, missing, some);
    }

    /**
     * What is kept in memory.
     *
     * @param bytes about, of all together
     * @param time after which a copy leaves it
     */
    public record Memory(long bytes, Duration time) {
        public Memory {
            if (bytes < 1 || !time.isPositive()) {
                throw new IllegalArgumentException("Memory is kept for a while, and is more than nothing");
            }
        }
    }

    /** The least and the most of what AWS says. */
    public record Said(Duration floor, Duration ceiling) {
        public Said {
            if (floor.isNegative() || ceiling.compareTo(floor) < 0) {
                throw new IllegalArgumentException("The ceiling of a time is not below its floor");
            }
        }

        Duration within(Duration age) {
            if (age.compareTo(floor) < 0) {
                return floor;
            }
            return age.compareTo(ceiling) > 0 ? ceiling : age;
        }
    }

    private static Lifetime hours(int ttl, int refresh, int grace) {
        return new Lifetime(Duration.ofHours(ttl), Duration.ofHours(refresh), Duration.ofHours(grace));
    }
}
