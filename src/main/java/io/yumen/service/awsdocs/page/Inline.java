package io.yumen.service.awsdocs.page;

import java.util.List;

/** What stands in a line. */
public sealed interface Inline {
    /** What has no parts. */
    sealed interface Atom extends Inline {}

    /** What gives its parts a meaning. */
    sealed interface Span extends Inline {
        List<Inline> content();
    }

    /** Words, with blanks as single spaces. */
    record Text(String text) implements Atom {}

    /** Words of a program: blanks stand as they are. */
    record Code(String text) implements Atom {}

    /** A word that the reader replaces by his own. */
    record Placeholder(String text) implements Atom {}

    /** A picture in a line, by what it says. */
    record Picture(String address, String text) implements Atom {}

    /** The end of a line within a paragraph. */
    record Break() implements Atom {
        public static final Break HERE = new Break();
    }

    /** A place in the words that an address may name. */
    record Mark(String anchor) implements Atom {}

    record Strong(List<Inline> content) implements Span {
        public Strong {
            content = List.copyOf(content);
        }
    }

    record Emphasis(List<Inline> content) implements Span {
        public Emphasis {
            content = List.copyOf(content);
        }
    }

    /** A link, with its whole address. */
    record Link(String address, List<Inline> content) implements Span {
        public Link {
            content = List.copyOf(content);
        }
    }
}
