package io.yumen.audit.trail;

import java.time.Duration;

/**
 * How much a trail keeps, and how long its writer takes.
 *
 * @param commit how long a record that nobody waits for may wait for others, so that they are made durable together
 * @param durableWait how long a caller waits for a record that must be durable
 * @param queue records that wait to be written; more are lost, and counted
 * @param fileBytes the size at which a file is followed by the next
 * @param fileAge the age at which it is
 * @param keepBytes the size of all files together; the oldest go first
 * @param keepAge how long a file is kept after its last record
 * @param checkpoint after how many records one says how many there are
 */
public record TrailLimits(
        Duration commit,
        Duration durableWait,
        int queue,
        long fileBytes,
        Duration fileAge,
        long keepBytes,
        Duration keepAge,
        int checkpoint) {
    /** 20 ms, 5 s, 10,000 records, 64 MiB or a day a file, 2 GiB or 90 days in all, a checkpoint every 1,000. */
    public static final TrailLimits DEFAULT = new TrailLimits(
            Duration.ofMillis(20),
            Duration.ofSeconds(5),
            10_000,
            64L << 20,
            Duration.ofDays(1),
            2L << 30,
            Duration.ofDays(90),
            1_000);

    /** How often a writer that cannot write tries again. */
    static final Duration RETRY = Duration.ofMillis(250);

    /** How often age is looked at. */
    static final Duration TICK = Duration.ofMinutes(1);

    public TrailLimits {
        if (commit.isNegative() || !durableWait.isPositive() || !fileAge.isPositive() || !keepAge.isPositive()) {
            throw new IllegalArgumentException("The times of a trail are positive");
        }
        if (queue < 1 || checkpoint < 1) {
            throw new IllegalArgumentException("The numbers of a trail are positive");
        }
        if (fileBytes < 1 || keepBytes < fileBytes) {
            throw new IllegalArgumentException("All files of a trail together are at least as large as one");
        }
    }

    /** The same with files of that size, and so much in all. */
    public TrailLimits withSizes(long bytesOfFile, long bytesInAll) {
        return new TrailLimits(commit, durableWait, queue, bytesOfFile, fileAge, bytesInAll, keepAge, checkpoint);
    }

    /** The same with files of that age, kept that long. */
    public TrailLimits withAges(Duration ageOfFile, Duration kept) {
        return new TrailLimits(commit, durableWait, queue, fileBytes, ageOfFile, keepBytes, kept, checkpoint);
    }

    /** The same with a queue of that length. */
    public TrailLimits withQueue(int records) {
        return new TrailLimits(commit, durableWait, records, fileBytes, fileAge, keepBytes, keepAge, checkpoint);
    }

    /** The same with that time for records to become one write. */
    public TrailLimits withCommit(Duration time) {
        return new TrailLimits(time, durableWait, queue, fileBytes, fileAge, keepBytes, keepAge, checkpoint);
    }
}
