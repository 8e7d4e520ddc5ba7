package io.yumen.catalogue;

import io.yumen.http.Headers;
import java.util.Map;
import java.util.Set;

/**
 * A request to a service.
 *
 * @param method of HTTP
 * @param path begins with a slash; its values were encoded ({@link Parameters#segment})
 * @param query its parameters
 * @param headers beside those of the service, which are stronger
 * @param body its bytes; none where there are none
 * @param advice what to say of a status beside what the service says
 */
@SuppressWarnings("ArrayRecordComponent") // bytes for the wire, never compared
public record Ask(
        String method, String path, Parameters query, Headers headers, byte[] body, Map<Integer, String> advice) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    public Ask {
        advice = Map.copyOf(advice);
    }

    /** Its headers as lines, by which two requests are told apart. */
    public String headersText() {
        StringBuilder text = new StringBuilder();
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /** Whether it changes nothing, so that it can be asked again. */
    public boolean isSafe() {
        return SAFE.contains(method);
    }
}
