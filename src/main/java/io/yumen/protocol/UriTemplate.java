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

/** A URI template of level 1 (RFC 6570): {@code {name}} stands for one path segment, percent-encoded. */
public final class UriTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9_]+)}");

    private final String text;
    private final Pattern pattern;
    private final List<String> variables = new ArrayList<>();

    public UriTemplate(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        int from = 0;
        while (variable.find()) {
            regex.append(Pattern.quote(text.substring(from, variable.start()))).append("([^/?#]+)");
            variables.add(variable.group(1));
            from = variable.end();
        }
        this.pattern = Pattern.compile(
                regex.append(Pattern.quote(text.substring(from))).toString());
    }

    /** The template as it is written. */
    public String text() {
        return text;
    }

    /** The values of the variables, decoded; empty where the URI is not of this template. */
    public Optional<Map<String, String>> match(String uri) {
        Matcher matcher = pattern.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < variables.size(); i++) {
            String raw = matcher.group(i + 1).replace("+", "%2B");
            try {
                values.put(variables.get(i), URLDecoder.decode(raw, StandardCharsets.UTF_8));
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
