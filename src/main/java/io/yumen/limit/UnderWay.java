package io.yumen.limit;

import java.util.concurrent.ConcurrentHashMap;

/** How many requests each principal has under way. Safe for many threads. */
final class UnderWay {
    private final ConcurrentHashMap<Object, Integer> counts = new ConcurrentHashMap<>();

    /** Counts one more unless there are so many already; says whether it did. */
    boolean begin(Object key, int most) {
        int[] before = {0};
        counts.compute(key, (ignored, count) -> {
            before[0] = count == null ? 0 : count;
            return before[0] < most ? Integer.valueOf(before[0] + 1) : count;
        });
        return before[0] < most;
    }

    void end(Object key) {
        counts.computeIfPresent(key, (ignored, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    int principals() {
        return counts.size();
    }
}
