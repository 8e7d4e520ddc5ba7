package io.yumen.service.awsdocs.read;

/** What of a page is to be read. */
public sealed interface Target {
    /** All of it. */
    record Whole() implements Target {}

    /**
     * The section of that title, in letters of either case; or of a path of titles with " &gt; " between them, where several have one
     * title.
     */
    record Titled(String title) implements Target {}

    /** The section that the anchor names, or, where it stands within one, that section from there on. */
    record Anchored(String anchor) implements Target {
        /** With or without the sign that is before it in an address. */
        public Anchored {
            anchor = anchor.startsWith("#") ? anchor.substring(1) : anchor;
        }
    }

    /**
     * What stands between two places in the text; whole blocks, as far as they fit.
     *
     * @param end beyond the end of the text for all to its end
     */
    record Range(int start, int end) implements Target {
        public Range {
            if (start < 0 || end <= start) {
                throw new ReadRefused(
                        "A range begins at 0 or later, and ends after it begins: not " + start + " to " + end);
            }
        }
    }
}
