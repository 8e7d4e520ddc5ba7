package io.yumen.service.awsdocs.upstream.told;

import io.yumen.service.awsdocs.page.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages of a guide, or the guides of a site, from an {@code llms.txt}.
 *
 * @param title of the whole; may be empty
 * @param summary of the whole; may be empty
 */
public record PageList(String title, String summary, List<Entry> entries) {
    private static final int LONGEST_LINE = 8_000;
    private static final int MOST = 100_000;
    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(\\S.*)");
    private static final Pattern ENTRY = Pattern.compile(
            "\\s*[-*+]\\s+\\[((?:[^\\[\\]\\\\]|\\\\.|\\[[^\\[\\]]*+])++)]\\(([^()\\s]++)\\)(?:\\s*:\\s*(.*))?.*");

    /**
     * A page, or a guide by the address of its list.
     *
     * @param headings under which it stands, outermost first; without the title of the whole
     * @param description may be empty
     */
    public record Entry(List<String> headings, String title, String url, String description) {}

    /**
     * Reads a list; what is no line of one is left out.
     *
     * @param address where it was found
     */
    public static PageList of(String text, String address) {
        Reader reader = new Reader(Address.of(address));
        text.lines().filter(line -> line.length() <= LONGEST_LINE).forEach(reader::line);
        return new PageList(reader.title, reader.summary, List.copyOf(reader.entries));
    }

    private static final class Reader {
        private final Address base;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Under> headings = new ArrayList<>();
        private String title = "";
        private String summary = "";

        Reader(Address base) {
            this.base = base;
        }

        private record Under(int level, String title) {}

        void line(String line) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                heading(heading.group(1).length(), said(heading.group(2)));
            } else if (line.startsWith(">") && entries.isEmpty() && headings.isEmpty()) {
                summary = (summary + " " + said(line.substring(1))).strip();
            } else if (entries.size() < MOST) {
                entry(line).ifPresent(entries::add);
            }
        }

        private void heading(int level, String words) {
            if (level == 1) {
                title = title.isEmpty() ? words : title;
                headings.clear();
                return;
            }
            headings.removeIf(before -> before.level() >= level);
            if (!words.isEmpty()) {
                headings.add(new Under(level, words));
            }
        }

        private Optional<Entry> entry(String line) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                return Optional.empty();
            }
            String words = said(entry.group(1));
            Optional<String> url = base.resolve(entry.group(2)).flatMap(Said::url);
            List<String> under = headings.stream().map(Under::title).toList();
            String description = entry.group(3) == null ? "" : said(entry.group(3));
            return words.isEmpty() ? Optional.empty() : url.map(at -> new Entry(under, words, at, description));
        }

        private static String said(String words) {
            return Said.title(words.replaceAll("\\\\([\\p{Punct}])", "$1")).orElse("");
        }
    }
}
