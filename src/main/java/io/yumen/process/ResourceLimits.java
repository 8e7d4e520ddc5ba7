package io.yumen.process;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of the machine a child may use; 0 is no limit of ours.
 *
 * @param memoryBytes the memory that each of its processes may have for its data
 * @param processes processes and threads at once; without effect where we are root, whom the kernel does not count
 * @param files files and sockets that each of its processes may have open
 */
public record ResourceLimits(long memoryBytes, int processes, int files) {
    /** 8 GiB, 1,024 processes, 8,192 files: what stops a child that runs away, and no honest one. */
    public static final ResourceLimits DEFAULT = new ResourceLimits(8L << 30, 1_024, 8_192);

    /** None at all. */
    public static final ResourceLimits NONE = new ResourceLimits(0, 0, 0);

    /** @throws IllegalArgumentException if one is negative */
    public ResourceLimits {
        if (memoryBytes < 0 || processes < 0 || files < 0) {
            throw new IllegalArgumentException("A limit of resources cannot be negative");
        }
    }

    /**
     * As {@code prlimit} is told. What is larger than our own limit cannot be had, and is not asked for.
     *
     * @param ours our own hard limits
     */
    List<String> options(OwnLimits ours) {
        List<String> options = new ArrayList<>();
        add(options, "--data=", memoryBytes, ours.memoryBytes());
        add(options, "--nproc=", processes, ours.processes());
        add(options, "--nofile=", files, ours.files());
        return options;
    }

    private static void add(List<String> options, String option, long limit, long ours) {
        if (limit > 0) {
            options.add(option + Math.min(limit, ours));
        }
    }
}
