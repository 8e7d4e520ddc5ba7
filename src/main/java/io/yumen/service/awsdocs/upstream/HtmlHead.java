package io.yumen.service.awsdocs.upstream;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the head of a page says of the page itself. The page is read with care elsewhere; here only what must be known before that.
 *
 * @param charset text with {@code charset=} in it
 * @param refresh where a browser would go from there by itself
 * @param canonical the address that the page says is its own
 */
record HtmlHead(Optional<String> charset, Optional<String> refresh, Optional<String> canonical) {
    private static final int LONGEST = 32 << 10;
    private static final Pattern TAG = Pattern.compile("(?i)<(?:meta|link)(\\s[^<>]{0,2000}+)>");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([A-Za-z-]{1,40}+)\\s*+=\\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\\s\"'>]++))");
    private static final Pattern REFRESH =
            Pattern.compile("(?i)\\s*\\d*\\s*[;,]\\s*url\\s*=\\s*[\"']?([^\"']+?)[\"']?\\s*");

    static HtmlHead of(String html) {
        String head = html.substring(0, Math.min(html.length(), LONGEST));
        Optional<String> charset = Optional.empty();
        Optional<String> refresh = Optional.empty();
        Optional<String> canonical = Optional.empty();
        for (Matcher tag = TAG.matcher(head); tag.find(); ) {
            Map<String, String> said = attributes(tag.group(1));
            charset = charset.or(() -> charset(said));
            refresh = refresh.or(() -> refresh(said));
            canonical = canonical.or(() -> canonical(said));
        }
        return new HtmlHead(charset, refresh, canonical);
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new HashMap<>();
        for (Matcher one = ATTRIBUTE.matcher(text); one.find(); ) {
            String value = one.group(2) != null ? one.group(2) : one.group(3) != null ? one.group(3) : one.group(4);
            attributes.putIfAbsent(one.group(1).toLowerCase(Locale.ROOT), value.replace("&amp;", "&"));
        }
        return attributes;
    }

    private static Optional<String> charset(Map<String, String> said) {
        String bare = said.get("charset");
        if (bare != null) {
            return Optional.of("charset=" + bare);
        }
        boolean isType = "content-type".equalsIgnoreCase(said.get("http-equiv"));
        return isType ? Optional.ofNullable(said.get("content")) : Optional.empty();
    }

    private static Optional<String> refresh(Map<String, String> said) {
        String content = said.getOrDefault("content", "");
        Matcher refresh = REFRESH.matcher(content);
        boolean isRefresh = "refresh".equalsIgnoreCase(said.get("http-equiv")) && refresh.matches();
        return isRefresh ? Optional.of(refresh.group(1).strip()) : Optional.empty();
    }

    private static Optional<String> canonical(Map<String, String> said) {
        boolean isCanonical = "canonical".equalsIgnoreCase(said.get("rel"));
        return isCanonical ? Optional.ofNullable(said.get("href")) : Optional.empty();
    }
}
