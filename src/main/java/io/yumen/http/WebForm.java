package io.yumen.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields as forms and queries have them ({@code application/x-www-form-urlencoded}).
 *
 * @param fields the values of each name, in their order
 */
public record WebForm(Map<String, List<String>> fields) {
    private static final int MOST = 64;

    /**
     * Reads the text of a query or a form.
     *
     * @throws RequestRefused 400 where it is none, or has too many fields
     */
    public static WebForm read(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String[] pairs = text.isEmpty() ? new String[0] : text.split("&", MOST + 1);
        if (pairs.length > MOST) {
            throw new RequestRefused(400, "A form has at most " + MOST + " fields");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            fields.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
        }
        return new WebForm(fields);
    }

    /** The same of a body. */
    public static WebForm read(byte[] body) {
        return read(new String(body, StandardCharsets.ISO_8859_1));
    }

    /** The only value of that name; empty where there is none. */
    public String one(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : "";
    }

    /** Whether one of those names has more than one value. */
    public boolean repeats(List<String> names) {
        return names.stream()
                .anyMatch(name -> fields.getOrDefault(name, List.of()).size() > 1);
    }

    /** Whether a request with those headers can only come from a page of ours, or from no page at all. */
    public static boolean isOurs(Headers headers) {
        String site = headers.first("Sec-Fetch-Site").orElse("same-origin");
        String host = headers.first("Host").orElse("");
        return site.equals("same-origin")
                && headers.all("Origin").stream()
                        .allMatch(origin -> origin.equals("https://" + host) || origin.equals("http://" + host));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(400, "The form is not encoded as forms are");
        }
    }
}
