package io.yumen.service.awsdocs.shelf;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Joins several rankings as one: what stands high in many comes first (reciprocal rank fusion). */
public final class Fusion {
    /** The usual one: the first of one ranking weighs less than the second of two. */
    private static final double SMOOTHING = 60;

    private Fusion() {}

    /**
     * All that is in the rankings, each once, as it stands in the first that has it.
     *
     * @param name what makes two of them one
     */
    public static <T> List<T> of(List<List<T>> rankings, Function<? super T, String> name) {
        Map<String, T> all = new LinkedHashMap<>();
        Map<String, Double> scores = new HashMap<>();
        for (List<T> ranking : rankings) {
            for (int rank = 0; rank < ranking.size(); rank++) {
                T each = ranking.get(rank);
                all.putIfAbsent(name.apply(each), each);
                scores.merge(name.apply(each), 1 / (SMOOTHING + rank + 1), Double::sum);
            }
        }
        return all.entrySet().stream()
                .sorted((one, other) -> Double.compare(
                        scores.getOrDefault(other.getKey(), 0.0), scores.getOrDefault(one.getKey(), 0.0)))
                .map(Map.Entry::getValue)
                .toList();
    }
}
