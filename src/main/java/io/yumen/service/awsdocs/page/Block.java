package io.yumen.service.awsdocs.page;

import java.util.List;

/** What a page is made of, from the top to its end. */
public sealed interface Block {
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
    }

    record Paragraph(List<Inline> content) implements Leaf {
        public Paragraph {
            content = List.copyOf(content);
        }
    }

    /**
     * A listing.
     *
     * @param language as the page names it; empty where it does not
     * @param text without the line end after its last line
     */
    record Code(String language, String text) implements Leaf {}

    /** A picture that stands alone, by what it says. */
    record Image(String address, String text) implements Leaf {}

    /** A line across the page. */
    record Rule() implements Leaf {}

    /** The place of what follows, which an address may name. */
    record Anchor(String name) implements Leaf {}

    /** What stands before each item. */
    enum Numbering {
        BULLETS,
        NUMBERS
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
    }

    record Quote(List<Block> blocks) implements Container {
        public Quote {
            blocks = List.copyOf(blocks);
        }
    }

    /** Names and what they mean. */
    record Terms(List<Term> terms) implements Container {
        public Terms {
            terms = List.copyOf(terms);
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
    }

    /** A title is one line. */
    private static String line(String title) {
        return title.strip().replaceAll("\\s+", " ");
    }
}
