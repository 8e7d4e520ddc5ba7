package io.yumen.app.servers;

import io.yumen.backend.ScopeKey;
import io.yumen.tenant.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${user.name}}, {@code ${user.tenant}} and {@code ${session.id}} when a scoped server starts. What is not known
 * for the scope of the connection (a session in a connection that all share) becomes empty.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{((?:user|session|client)\\.[A-Za-z0-9_.]+)}");

    private final Map<String, String> values = new LinkedHashMap<>();

    Placeholders(ScopeKey scope) {
        switch (scope) {
            case ScopeKey.Shared shared -> {}
            case ScopeKey.User user -> put(user.principal());
            case ScopeKey.Capable capable -> put(capable.principal());
            case ScopeKey.Session session -> {
                put(session.principal());
                values.put("session.id", session.session().id());
            }
        }
    }

    private void put(Principal principal) {
        values.put("user.name", principal.name());
        values.put("user.tenant", principal.tenant().value());
    }

    String fill(String text) {
        if (!text.contains("${")) {
            return text;
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
    }

    List<String> fill(List<String> texts) {
        return texts.stream().map(this::fill).toList();
    }

    Map<String, String> fill(Map<String, String> texts) {
        Map<String, String> filled = new LinkedHashMap<>();
        texts.forEach((key, text) -> filled.put(key, fill(text)));
        return filled;
    }
}
