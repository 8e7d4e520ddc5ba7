package io.yumen.catalogue.openapi;

import io.yumen.catalogue.rest.BadCatalogue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which operations of a document are wanted. For one document. */
final class Chosen {
    private final List<String> patterns;
    private final Set<String> used = new HashSet<>();

    /** @param patterns operationIds, tags or {@code GET /path}; an asterisk stands for anything, an exclamation mark excludes */
    Chosen(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** Whether an operation of those names is wanted. */
    boolean has(List<String> names) {
        boolean isIn = patterns.stream().allMatch(pattern -> pattern.startsWith("!"));
        boolean isOut = false;
        for (String pattern : patterns) {
            boolean excludes = pattern.startsWith("!");
            if (names.stream().anyMatch(name -> matches(excludes ? pattern.substring(1) : pattern, name))) {
                used.add(pattern);
                isOut |= excludes;
                isIn |= !excludes;
            }
        }
        return isIn && !isOut;
    }

    /** @throws BadCatalogue where a pattern chose nothing: it may be misspelt, and what it should exclude is there */
    void requireAllUsed() {
        for (String pattern : patterns) {
            if (!used.contains(pattern)) {
                throw new BadCatalogue(
                        "operations", "\"" + pattern + "\" is no operationId, tag or METHOD /path of this document");
            }
        }
    }

    private static boolean matches(String pattern, String name) {
        String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return Pattern.matches(expression, name);
    }
}
