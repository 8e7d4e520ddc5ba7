package io.yumen.catalogue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a query or a form, encoded, so that no value becomes another parameter. For one thread. */
public final class Parameters {
    private final StringBuilder text = new StringBuilder();

    /** Puts one; where there is no value, nothing. */
    public Parameters put(String name, @Nullable String value) {
        if (value != null) {
            text.append(text.isEmpty() ? "" : "&")
                    .append(encoded(name))
                    .append('=')
                    .append(encoded(value));
        }
        return this;
    }

    /** Puts one for each value. */
    public Parameters put(String name, @Nullable List<String> values) {
        if (values != null) {
            values.forEach(value -> put(name, value));
        }
        return this;
    }

    /** Puts one of many values; the separator stands as it is. */
    public Parameters join(String name, List<String> values, String separator) {
        List<String> each = values.stream().map(Parameters::encoded).toList();
        text.append(text.isEmpty() ? "" : "&").append(encoded(name)).append('=').append(String.join(separator, each));
        return this;
    }

    /** These, and then those of the other. */
    public Parameters and(Parameters other) {
        if (!other.isEmpty()) {
            text.append(text.isEmpty() ? "" : "&").append(other.text);
        }
        return this;
    }

    /** These without those of such names. */
    Parameters without(Set<String> names) {
        Set<String> gone = names.stream().map(Parameters::encoded).collect(Collectors.toSet());
        Parameters rest = new Parameters();
        if (!isEmpty()) {
            for (String each : text.toString().split("&", -1)) {
                if (!gone.contains(each.substring(0, each.indexOf('=')))) {
                    rest.text.append(rest.isEmpty() ? "" : "&").append(each);
                }
            }
        }
        return rest;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** A value as one segment of a path, whatever it is: slashes, dots and question marks lead nowhere. */
    public static String segment(String value) {
        String encoded = encoded(value);
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** A value as part of a path or a query. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
