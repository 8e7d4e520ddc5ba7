package io.yumen.service.awsdocs.page;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What a page had and its document has not, by reason. */
public record Removed(Map<Reason, Integer> counts) {
    /** Nothing was removed. */
    public static final Removed NOTHING = new Removed(Map.of());

    /** Why something was taken out. */
    public enum Reason {
        SCRIPT,
        STYLE,
        COMMENT,
        /** What leads elsewhere: menus, tables of contents, previous and next. */
        NAVIGATION,
        /** What asks readers what they think. */
        FEEDBACK,
        /** What is said of the page and not on it: cookies, languages, copyright, other forms of it. */
        NOTICE,
        /** Elements that a browser would not show, other than tabs that are not in front. */
        HIDDEN,
        /** Characters that nobody sees. */
        INVISIBLE,
        /** What speaks to programs that read the page, and tells them to do something. */
        ADDRESSED_TO_MACHINES,
        /** Addresses that are neither of the web nor of mail; their words stay. */
        ADDRESS,
        /** Containers deeper than documents nest; their words stay. */
        DEPTH,
        /** Which rows and columns the values of a table cover: Markdown cannot say so, and a table shows that it lacks that. */
        SPAN
    }

    public Removed {
        Map<Reason, Integer> copy = new EnumMap<>(Reason.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
    }

    public int of(Reason reason) {
        return counts.getOrDefault(reason, 0);
    }
}
