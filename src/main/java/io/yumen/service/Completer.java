package io.yumen.service;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Knows values for an argument of a prompt or a variable of a template. */
@FunctionalInterface
public interface Completer {
    /** Knows nothing. */
    Completer NONE = (typed, others, call) -> List.of();

    /**
     * Values that may be meant, best first. Only the first hundred are told.
     *
     * @param typed what was typed so far
     * @param others the arguments that have been filled in
     * @param call who asks: what he may not see is no value for him
     * @throws ToolFailure where the values cannot be had now; then none are told, for nobody waits to read why
     */
    List<String> complete(String typed, Map<String, String> others, Call call);

    /** Those of a fixed list that start with what was typed, whatever its case. */
    static Completer of(String... values) {
        return (typed, others, call) -> startingWith(typed, List.of(values));
    }

    /** Those of a list that start with what was typed, whatever its case. */
    static List<String> startingWith(String typed, Collection<String> values) {
        return values.stream()
                .filter(value -> value.regionMatches(true, 0, typed, 0, typed.length()))
                .toList();
    }
}
