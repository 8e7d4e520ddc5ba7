package io.yumen.pin;

/** Code points of one use: pairs of the first and the last of a range, in ascending order. */
enum Points {
    /** Have all that follows read in one direction, whatever it is. */
    OVERRIDES(0x202d, 0x202e),
    /** Part runs of one direction from the others. */
    EMBEDDINGS(0x202a, 0x202c, 0x2066, 0x2069),
    /** Letters of a direction that are not seen. */
    MARKS(0x061c, 0x061c, 0x200e, 0x200f),
    /** Signs of Arabic, Syriac and Kaithi numbers, which are seen, though Unicode counts them as format. */
    SIGNS(
            0x0600, 0x0605, 0x06dd, 0x06dd, 0x070f, 0x070f, 0x0890, 0x0891, 0x08e2, 0x08e2, 0x110bd, 0x110bd, 0x110cd,
            0x110cd),
    /** Choose how what stands before them is drawn. */
    SELECTORS(0x180b, 0x180d, 0x180f, 0x180f, 0xfe00, 0xfe0f, 0xe0100, 0xe01ef),
    /** Those of emoji. */
    EMOJI_SELECTORS(0xfe0e, 0xfe0f),
    /** Those of ideographs. */
    IDEOGRAPHIC_SELECTORS(0xe0100, 0xe01ef),
    /** What stands beside ideographs, and has forms as they have. */
    KANA_AND_WIDE(0x3000, 0x30ff, 0xff00, 0xff1f),
    /** Letters and marks that are drawn as nothing. */
    BLANKS(0x034f, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0x3164, 0xffa0, 0xffa0),
    /** Will never be characters that are seen. */
    NEVER_ASSIGNED(0x2065, 0x2065, 0xfdd0, 0xfdef, 0xfff0, 0xfff8, 0xe0000, 0xe0fff),
    /** Colours of skin. */
    SKIN(0x1f3fb, 0x1f3ff);

    // Nobody changes it.
    @SuppressWarnings("ImmutableEnumChecker")
    private final int[] ends;

    Points(int... ends) {
        this.ends = ends;
    }

    boolean has(int point) {
        for (int i = 0; i < ends.length; i += 2) {
            if (point >= ends[i] && point <= ends[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
