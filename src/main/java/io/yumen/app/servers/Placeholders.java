package io.yumen.app.servers;

import io.yumen.backend.ScopeKey;
import io.yumen.tenant.Principal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${user.name}}, {@code ${user.tenant}} and {@code ${session.id}} when a scoped server starts. What is not known
 * for the scope of the connection (a session in a connection that all share) becomes empty.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{((?:user|session|client)\\.[A-Za-z0-9_.]+)}");
    private static final Pattern STEPS = Pattern.compile("[/\\\\;]");

    private final Map<String, String> values = new LinkedHashMap<>();

    Placeholders(ScopeKey scope) {
        switch (scope) {
            case ScopeKey.Shared shared -> {}
            case ScopeKey.User user -> put(user.principal());
            case ScopeKey.Granted granted -> put(granted.principal());
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
        return fill(text, UnaryOperator.identity());
    }

    /**
     * Fills a URL. What is filled in stays within its part of the path or the query.
     *
     * @throws IllegalArgumentException where it would lead to another place
     */
    String fillUrl(String url) {
        String filled = fill(
                url, value -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        if (!filled.equals(url)) {
            requireStraight(filled.replaceFirst("[?#].*", ""));
        }
        return filled;
    }

    /**
     * Fills a path. What is filled in is the name of one file or folder.
     *
     * @throws IllegalArgumentException where it would lead to another place
     */
    String fillPath(String path) {
        return fill(path, value -> {
            if (value.isEmpty()
                    || value.equals(".")
                    || value.equals("..")
                    || STEPS.matcher(value).find()) {
                throw new IllegalArgumentException("what is filled into its path would lead to another place");
            }
            return value;
        });
    }

    private String fill(String text, UnaryOperator<String> form) {
        if (!text.contains("${")) {
            return text;
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(form.apply(values.getOrDefault(match.group(1), ""))));
    }

    /** Many servers decode a path before they resolve it, and then a user could be called {@code ../admin}. */
    private static void requireStraight(String path) {
        for (String part : STEPS.split(URLDecoder.decode(path, StandardCharsets.UTF_8), -1)) {
            if (part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("what is filled into its URL would lead to another place");
            }
        }
    }

    /**
     * The arguments of a program. One that has more than a placeholder, with a slash in it, is taken for a path.
     *
     * @throws IllegalArgumentException where what is filled in would lead to another place
     */
    List<String> fillArguments(List<String> arguments) {
        return arguments.stream()
                .map(argument ->
                        argument.indexOf('/') < 0 && argument.indexOf('\\') < 0 ? fill(argument) : fillPath(argument))
                .toList();
    }

    Map<String, String> fill(Map<String, String> texts) {
        Map<String, String> filled = new LinkedHashMap<>();
        texts.forEach((key, text) -> filled.put(key, fill(text)));
        return filled;
    }
}
