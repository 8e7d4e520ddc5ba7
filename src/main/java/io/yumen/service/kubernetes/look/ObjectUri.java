package io.yumen.service.kubernetes.look;

import io.yumen.protocol.UriTemplate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which object a URI names.
 *
 * @param cluster where; null for the usual one
 * @param namespace where there; null for the context's, and for what is in none
 * @param kind as somebody calls it
 * @param name its name
 */
record ObjectUri(@Nullable String cluster, @Nullable String namespace, String kind, String name) {
    static final UriTemplate TEMPLATE = new UriTemplate("kubernetes://{cluster}/{namespace}/{kind}/{name}");

    /** Stands where nothing is named. */
    private static final String USUAL = "-";

    static boolean isOne(String uri) {
        return TEMPLATE.match(uri).isPresent();
    }

    /** @throws IllegalArgumentException where it is of another form */
    static ObjectUri of(String uri) {
        Optional<Map<String, String>> variables = TEMPLATE.match(uri);
        return of(variables.orElseThrow(() -> new IllegalArgumentException("No URI of an object")));
    }

    static ObjectUri of(Map<String, String> variables) {
        return new ObjectUri(
                said(variables.get("cluster")),
                said(variables.get("namespace")),
                variables.getOrDefault("kind", ""),
                variables.getOrDefault("name", ""));
    }

    private static @Nullable String said(@Nullable String value) {
        return value == null || value.equals(USUAL) ? null : value;
    }
}
