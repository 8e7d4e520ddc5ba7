package io.yumen.service.awsdocs.upstream.told;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages of a guide, or the sitemaps of a site, from a sitemap (sitemaps.org). It is no XML to us, so that nothing in it is gone to. */
public record Sitemap(List<Entry> entries) {
    private static final int MOST = 100_000;
    private static final Pattern ENTRY = Pattern.compile(
            "<loc>\\s*+([^<>\\s]++)\\s*+</loc>(?:\\s*+<lastmod>\\s*+([^<>\\s]{1,40}+)\\s*+</lastmod>)?");

    /**
     * A page or a sitemap.
     *
     * @param changed the day, or the moment, as it was written
     */
    public record Entry(String url, Optional<String> changed) {}

    /** Reads a sitemap; what is none has no entries. */
    public static Sitemap of(String text) {
        List<Entry> entries = new ArrayList<>();
        for (Matcher one = ENTRY.matcher(text); entries.size() < MOST && one.find(); ) {
            Optional<String> changed =
                    Optional.ofNullable(one.group(2)).filter(day -> day.matches("[0-9][0-9TZ:.+-]*"));
            Said.url(one.group(1).replace("&amp;", "&")).ifPresent(url -> entries.add(new Entry(url, changed)));
        }
        return new Sitemap(List.copyOf(entries));
    }
}
