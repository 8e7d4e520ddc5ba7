package io.yumen.service;

import java.util.List;
import java.util.Map;

/** Knows values for an argument of a prompt or a variable of a template. */
@FunctionalInterface
public interface Completer {
    /** Knows nothing. */
    Completer NONE = (typed, others) -> List.of();

    /**
     * Values that may be meant, best first. Only the first hundred are told.
     *
     * @param typed what was typed so far
     * @param others the arguments that have been filled in
     */
    List<String> complete(String typed, Map<String, String> others);

    /** Those of a fixed list that start with what was typed, whatever its case. */
    static Completer of(String... values) {
        return (typed, others) -> List.of(values).stream()
                .filter(value -> value.regionMatches(true, 0, typed, 0, typed.length()))
                .toList();
    }
}
