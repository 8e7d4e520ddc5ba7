package io.yumen.admin.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a route, with names in braces where anything may stand, as in {@code /api/v1/keys/{key}/rotate}.
 *
 * @param text how it is written
 */
public record PathTemplate(String text) {
    /** The names in braces, in their order. */
    public List<String> variables() {
        List<String> names = new ArrayList<>();
        for (String part : parts(text)) {
            if (isVariable(part)) {
                names.add(name(part));
            }
        }
        return names;
    }

    /** What stands in that path in place of the names, decoded; empty where it is no such path. */
    public Optional<Map<String, String>> match(String path) {
        String[] wanted = parts(text);
        String[] given = parts(path);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (isVariable(wanted[i]) && !given[i].isEmpty()) {
                values.put(name(wanted[i]), decoded(given[i]));
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static String[] parts(String path) {
        return path.split("/", -1);
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{");
    }

    private static String name(String part) {
        return part.substring(1, part.length() - 1);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
