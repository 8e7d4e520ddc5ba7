package io.yumen.pin;

import java.util.Locale;

/** What may be wrong with a definition. Its word is part of what is stored, of metrics and of the operations API: it stays. */
public enum Concern {
    /** Characters that no one sees and that models read: tags, zero-width, fillers, private use, selectors without a base. */
    HIDDEN_TEXT(Weight.GRAVE),
    /** Characters that have a text read in another order than it is written, where no script needs them. */
    REORDERED_TEXT(Weight.GRAVE),
    /** Sequences by which a text takes over a terminal. */
    TERMINAL_SEQUENCE(Weight.GRAVE),
    /** Other characters that control a device. */
    CONTROL_CHARACTER(Weight.GRAVE),
    /** A description that nobody reads to its end. */
    TOO_LONG(Weight.GRAVE),
    /** A name that looks like another server's, or mixes alphabets that look alike. */
    LOOKALIKE_NAME(Weight.GRAVE),
    /** A name that another server has too: clients see both with the server's name, or one of them alone. */
    SAME_NAME(Weight.HINT),
    /** A description that speaks of another server's tool. */
    NAMES_ANOTHER(Weight.HINT),
    /** A comment of HTML, or much empty space, which a page does not show. */
    UNSEEN_IN_PAGES(Weight.HINT);

    private final Weight weight;

    Concern(Weight weight) {
        this.weight = weight;
    }

    /** Whether it is reason enough to withhold a definition; else it is said for who decides. */
    public boolean isGrave() {
        return weight == Weight.GRAVE;
    }

    /** How it is written, as in {@code hidden-text}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private enum Weight {
        GRAVE,
        HINT
    }
}
