package io.yumen.service.browser.page;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a tab stands.
 *
 * @param frame its outermost frame
 * @param url where it is
 * @param loader its document
 * @param visit how many documents it has had
 * @param moves how often its address has changed, also within a document
 * @param progress how far its document is
 * @param end why it is of no more use; null as long as it is
 */
record Standing(
        String frame,
        String url,
        String loader,
        int visit,
        int moves,
        Progress progress,
        @Nullable String end) {
    /** How far a document is. */
    enum Progress {
        /** It is loading. */
        LOADING,
        /** Its text is there. */
        READ,
        /** All of it is there. */
        LOADED
    }

    /** A tab of which nothing is known yet. */
    static Standing of(String frame) {
        return new Standing(frame, "about:blank", "", 0, 0, Progress.LOADED, null);
    }

    /** It has another document. */
    Standing navigated(JsonNode tree, Progress now) {
        return new Standing(
                tree.path("id").asString(frame),
                tree.path("url").asString("") + tree.path("urlFragment").asString(""),
                tree.path("loaderId").asString(""),
                visit + 1,
                moves + 1,
                now,
                end);
    }

    /** It is elsewhere in the same document. */
    Standing moved(String to) {
        return new Standing(frame, to, loader, visit, moves + 1, progress, end);
    }

    Standing with(Progress now) {
        return new Standing(frame, url, loader, visit, moves, now, end);
    }

    Standing ended(@Nullable String why) {
        return new Standing(frame, url, loader, visit, moves, progress, why);
    }
}
