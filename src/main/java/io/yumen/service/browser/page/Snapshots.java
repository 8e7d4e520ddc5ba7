package io.yumen.service.browser.page;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.snapshot.Outline;
import io.yumen.service.browser.snapshot.Outline.Detail;
import io.yumen.service.browser.snapshot.Outline.Wanted;
import io.yumen.service.browser.snapshot.OutlineLimits;
import io.yumen.service.browser.snapshot.Spot;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What stands in a tab, in words. */
public final class Snapshots {
    private Snapshots() {}

    /**
     * What of a page is shown.
     *
     * @param uid the element that it begins at; null for the page
     * @param detail which nodes have lines
     * @param limits how much
     */
    public record Part(@Nullable String uid, Detail detail, OutlineLimits limits) {
        /** The page, as far as it fits an answer. */
        public static final Part PAGE = new Part(null, Detail.INTERESTING, OutlineLimits.ANSWER);
    }

    /** The lines of a part of a page. */
    public static Outline take(Tab tab, Part part) {
        tab.uids().begin();
        return look(tab, part, line -> true);
    }

    /** The lines of a page that have that text in them, in whatever case, and are of that role where one is wanted. */
    public static Outline find(Tab tab, String text, @Nullable String role, OutlineLimits limits) {
        tab.uids().begin();
        String wanted = text.toLowerCase(Locale.ROOT);
        return look(
                tab,
                new Part(null, Detail.INTERESTING, limits),
                line -> (role == null || role.equals(line.role()))
                        && line.text().toLowerCase(Locale.ROOT).contains(wanted));
    }

    private static Outline look(Tab tab, Part part, Predicate<Outline.Row> line) {
        AxSource source = new AxSource(tab, part.limits().nodes());
        try {
            return Outline.of(
                    root(tab, part, source), source, tab.uids(), part.limits(), new Wanted(part.detail(), line));
        } finally {
            source.end();
        }
    }

    private static Spot root(Tab tab, Part part, AxSource source) {
        String uid = part.uid();
        if (uid == null) {
            return source.root();
        }
        return tab.uids().find(uid).flatMap(source::at).orElseThrow(() -> new ToolFailure(Element.gone(uid, tab)));
    }
}
