package io.yumen.service.awsdocs.read;

/**
 * A piece of the text of a page as AWS's server cuts it: wherever the count ends.
 *
 * @param start the first character; characters are code points, as that server counts them
 * @param length at most so many characters
 */
public record Slice(int start, int length) {
    public static final int LENGTH = 5_000;
    /** A length is below it. */
    public static final int LENGTH_BELOW = 1_000_000;

    /** What who says nothing gets. */
    public static final Slice FIRST = new Slice(0, LENGTH);

    public Slice {
        if (start < 0) {
            throw new ReadRefused("start_index must be 0 or more, not " + start);
        }
        if (length <= 0 || length >= LENGTH_BELOW) {
            throw new ReadRefused("max_length must be more than 0 and less than " + LENGTH_BELOW + ", not " + length);
        }
    }
}
