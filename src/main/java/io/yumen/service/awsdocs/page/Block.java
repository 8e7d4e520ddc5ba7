package io.yumen.service.awsdocs.page;

import java.util.List;

/** What a page is made of, from the top to its end. */
public sealed interface Block {
    /** What the block is, for those who look for one kind. */
    Kind kind();

    /** The kinds of blocks. */
    enum Kind {
        HEADING,
        PROSE,
        CODE,
        IMAGE,
        LIST,
        TERMS,
        TABLE,
        CALLOUT,
        TABS,
        EXPANDABLE,
        QUOTE,
        /** A line across, or a bare anchor: nothing to read. */
        MARK
    }

    /** What has no blocks in it. */
    sealed interface Leaf extends Block {}

    /** What has blocks in it. */
    sealed interface Container extends Block permits ListBlock, Callout, Quote, Terms, Tabs, Expandable, Table {}

    /**
     * The title of what follows.
     *
     * @param level 1 to 6
     * @param anchors that lead here, the one to cite first
     */
    record Heading(int level, List<Inline> content, List<String> anchors) implements Leaf {
        public Heading {
            if (level < 1 || level > 6) {
                throw new IllegalArgumentException("A heading has level 1 to 6, not " + level);
            }
            content = List.copyOf(content);
            anchors = List.copyOf(anchors);
        }

        @Override
        public Kind kind() {
            return Kind.HEADING;
        }
    }

    record Paragraph(List<Inline> content) implements Leaf {
        public Paragraph {
            content = List.copyOf(content);
        }

        @Override
        public Kind kind() {
            return Kind.PROSE;
        }
    }

    /**
     * A listing.
     *
     * @param language as the page names it; empty where it does not
     * @param text without the line end after its last line
     */
    record Code(String language, String text) implements Leaf {
        @Override
        public Kind kind() {
            return Kind.CODE;
        }
    }

    /** A picture that stands alone, by what it says. */
    record Image(String address, String text) implements Leaf {
        @Override
        public Kind kind() {
            return Kind.IMAGE;
        }
    }

    /** A line across the page. */
    record Rule() implements Leaf {
        @Override
        public Kind kind() {
            return Kind.MARK;
        }
    }

    /** The place of what follows, which an address may name. */
    record Anchor(String name) implements Leaf {
        @Override
        public Kind kind() {
            return Kind.MARK;
        }
    }

    /** What stands before each item. */
    enum Numbering {
        BULLETS,
        NUMBERS,
        LETTERS
    }

    /**
     * Items one after the other.
     *
     * @param start the number of the first item
     */
    record ListBlock(Numbering numbering, int start, List<Item> items) implements Container {
        public ListBlock {
            items = List.copyOf(items);
        }

        @Override
        public Kind kind() {
            return Kind.LIST;
        }
    }

    record Item(List<Block> blocks) {
        public Item {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * What wants to be read more than the rest.
     *
     * @param title as the page has it: "Note"
     */
    record Callout(Urgency urgency, String title, List<Block> blocks) implements Container {
        public Callout {
            title = line(title);
            blocks = List.copyOf(blocks);
        }

        @Override
        public Kind kind() {
            return Kind.CALLOUT;
        }
    }

    record Quote(List<Block> blocks) implements Container {
        public Quote {
            blocks = List.copyOf(blocks);
        }

        @Override
        public Kind kind() {
            return Kind.QUOTE;
        }
    }

    /** Names and what they mean. */
    record Terms(List<Term> terms) implements Container {
        public Terms {
            terms = List.copyOf(terms);
        }

        @Override
        public Kind kind() {
            return Kind.TERMS;
        }
    }

    record Term(List<Inline> name, List<Block> meaning) {
        public Term {
            name = List.copyOf(name);
            meaning = List.copyOf(meaning);
        }
    }

    /** The same for several kinds of readers, of whom each looks at one. */
    record Tabs(List<Tab> tabs) implements Container {
        public Tabs {
            tabs = List.copyOf(tabs);
        }

        @Override
        public Kind kind() {
            return Kind.TABS;
        }
    }

    record Tab(String title, List<Block> blocks) {
        public Tab {
            title = line(title);
            blocks = List.copyOf(blocks);
        }
    }

    /** What a browser shows only when it is asked to. */
    record Expandable(String title, List<Block> blocks) implements Container {
        public Expandable {
            title = line(title);
            blocks = List.copyOf(blocks);
        }

        @Override
        public Kind kind() {
            return Kind.EXPANDABLE;
        }
    }

    /** A title is one line. */
    private static String line(String title) {
        return title.strip().replaceAll("\\s+", " ");
    }
}
