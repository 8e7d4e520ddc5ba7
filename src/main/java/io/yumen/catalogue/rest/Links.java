package io.yumen.catalogue.rest;

import io.yumen.service.ToolFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of next pages, as services write them (RFC 8288). Of an address its query alone is taken, and asked where the list was: it
 * leads nowhere else, and no credentials go anywhere else with it.
 */
final class Links {
    private static final int LONGEST = 16_000;

    /** What says of one address what it is, after its {@code >}: up to the comma before the next one, which no quotes are around. */
    private static final Pattern LINK = Pattern.compile("<([^>]{0,8000})>((?:[^,\"]|\"[^\"]{0,2000}\"){0,4000}+)");

    /** One thing that is said, from where the one before it ended: nothing within quotes is taken for another. */
    private static final Pattern SAID = Pattern.compile(
            "\\G\\s{0,10};\\s{0,10}([^\\s=;,\"]{1,50})\\s{0,10}(?:=\\s{0,10}(?:\"([^\"]{0,2000})\"|([^\\s;,\"]{0,500})))?");

    private static final Pattern AUTHORITY = Pattern.compile("^(?:[A-Za-z][A-Za-z0-9+.-]{0,20}:)?//[^/?#]*+/?");
    private static final Pattern AFTER_PATH = Pattern.compile("(?s)[?#].*");
    private static final Pattern SLASHES = Pattern.compile("/{1,10}$");

    private Links() {}

    /** The address of the next page in such headers; null where none has one. */
    static @Nullable String next(List<String> headers) {
        for (String header : headers) {
            Matcher link = LINK.matcher(header.length() > LONGEST ? header.substring(0, LONGEST) : header);
            while (link.find()) {
                if (isNext(link.group(2))) {
                    return link.group(1);
                }
            }
        }
        return null;
    }

    /** A link has one relation, or several with spaces between them; the first that is said counts. */
    private static boolean isNext(String all) {
        Matcher said = SAID.matcher(all);
        while (said.find()) {
            if (said.group(1).equalsIgnoreCase("rel")) {
                String names = Objects.requireNonNullElse(said.group(2), String.valueOf(said.group(3)));
                return List.of(names.toLowerCase(Locale.ROOT).trim().split("\\s+"))
                        .contains("next");
            }
        }
        return false;
    }

    /** The query of an address; empty where it has none. */
    static String query(String address) {
        int from = address.indexOf('?');
        int to = address.indexOf('#');
        int end = to < 0 ? address.length() : to;
        return from < 0 || from > end ? "" : address.substring(from + 1, end);
    }

    /**
     * Whether an address is of what has that path, by the last name in it: before that stands what proxies see otherwise. One that is a
     * query alone is.
     */
    static boolean isOf(String address, String path) {
        String rest = AUTHORITY.matcher(address.strip()).replaceFirst("/");
        String said = AFTER_PATH.matcher(rest).replaceFirst("");
        String wanted = last(path);
        return said.isEmpty() || wanted.isEmpty() || last(said).equals(wanted);
    }

    private static String last(String path) {
        String name = SLASHES.matcher(path).replaceFirst("");
        String last = name.substring(name.lastIndexOf('/') + 1);
        try {
            return decoded(last);
        } catch (IllegalArgumentException e) {
            return last; // it is compared as it is written
        }
    }

    /**
     * The parameters of a query, in their order.
     *
     * @throws ToolFailure where it is none
     */
    static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        try {
            for (String part : query.split("&", -1)) {
                if (!part.isEmpty()) {
                    int equals = part.indexOf('=');
                    String name = decoded(equals < 0 ? part : part.substring(0, equals));
                    String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
                    parameters.computeIfAbsent(name, one -> new ArrayList<>()).add(value);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("The service says an address of the next page that is none: its query is "
                    + "not encoded as queries are");
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
