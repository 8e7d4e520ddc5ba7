package io.yumen.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the operator puts into the query of every request.
 *
 * @param parameters by their names
 * @param shown names of those whose values are no secrets, so that answers may have them
 */
public record FixedQuery(Map<String, String> parameters, Set<String> shown) {
    /** Nothing. */
    public static final FixedQuery NONE = new FixedQuery(Map.of(), Set.of());

    public FixedQuery {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        shown = Set.copyOf(shown);
    }

    /** What must stand in no answer: a service may say which address it was asked at. */
    Hidden hidden() {
        return new Hidden(parameters.entrySet().stream()
                .filter(each -> !shown.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .toList());
    }

    /** Says no value of what may hold a secret. */
    @Override
    public String toString() {
        return parameters.keySet().toString();
    }
}
