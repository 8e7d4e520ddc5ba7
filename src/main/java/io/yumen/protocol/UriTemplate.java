package io.yumen.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URI template (RFC 6570): {@code {name}} stands for one path segment, percent-encoded, and {@code {+name}} for anything, as it is
 * written.
 */
public final class UriTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\+?)([A-Za-z0-9_]+)}");

    private final String text;
    private final Pattern pattern;
    private final List<Variable> variables = new ArrayList<>();

    private record Variable(String name, boolean isEncoded) {
        String pattern() {
            return isEncoded ? "([^/?#]+)" : "(.+)";
        }

        /** What was meant; {@link IllegalArgumentException} where it is encoded badly. */
        String value(String written) {
            return isEncoded ? URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8) : written;
        }
    }

    public UriTemplate(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        int from = 0;
        while (variable.find()) {
            Variable found = new Variable(variable.group(2), variable.group(1).isEmpty());
            regex.append(Pattern.quote(text.substring(from, variable.start()))).append(found.pattern());
            variables.add(found);
            from = variable.end();
        }
        this.pattern = Pattern.compile(
                regex.append(Pattern.quote(text.substring(from))).toString());
    }

    /** The template as it is written. */
    public String text() {
        return text;
    }

    /** The values of the variables; empty where the URI is not of this template. */
    public Optional<Map<String, String>> match(String uri) {
        Matcher matcher = pattern.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = variables.get(i);
            try {
                values.put(variable.name(), variable.value(matcher.group(i + 1)));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    @Override
    public String toString() {
        return text;
    }
}
