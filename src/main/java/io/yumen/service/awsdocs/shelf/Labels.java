package io.yumen.service.awsdocs.shelf;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The product and the guide of a page, as its address names them: {@code AmazonS3} and {@code userguide}. Empty where it does not.
 */
public record Labels(String product, String guide) {
    public static final Labels NONE = new Labels("", "");

    private static final String LATEST = "latest";
    private static final Map<String, String> SHORT =
            Map.of("ug", "userguide", "dg", "developerguide", "devguide", "developerguide", "api", "apireference");

    /** Of {@code https://host/product/latest/guide/page.html}, with a language before it or not. */
    public static Labels of(String address) {
        List<String> path = path(address);
        int latest = path.indexOf(LATEST);
        if (latest < 1) {
            return path.size() < 2 ? NONE : new Labels(path.getFirst(), "");
        }
        String guide = latest + 2 < path.size() ? path.get(latest + 1) : "";
        return new Labels(path.get(latest - 1), guide);
    }

    /** A name as it is compared: "Amazon S3" is {@code AmazonS3}, "AWS Lambda" is {@code lambda}, "User Guide" is {@code ug}. */
    public static String folded(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        String bare = plain.replaceFirst("^(amazon|aws)(?=.)", "");
        return SHORT.getOrDefault(bare, bare);
    }

    private static List<String> path(String address) {
        try {
            String path = URI.create(address).getPath();
            return path == null
                    ? List.of()
                    : Arrays.stream(path.split("/", -1))
                            .filter(part -> !part.isEmpty())
                            .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
