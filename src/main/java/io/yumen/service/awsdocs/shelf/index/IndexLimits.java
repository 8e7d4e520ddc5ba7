package io.yumen.service.awsdocs.shelf.index;

/**
 * How much is kept on the disk.
 *
 * @param bytes that the files of the index take at most, at any moment
 * @param revisions of a page, beside the present one
 */
public record IndexLimits(long bytes, int revisions) {
    /** The English documentation takes about 1.2 GB with its index. */
    public static final IndexLimits DEFAULT = new IndexLimits(2L << 30, 5);

    private static final long LEAST_BYTES = 8L << 20;
    private static final long LARGEST_SEGMENT = 64L << 20;
    private static final long LARGEST_BATCH = 32L << 20;

    public IndexLimits {
        if (bytes < LEAST_BYTES || revisions < 0) {
            throw new IllegalArgumentException(
                    "The shelf takes at least " + (LEAST_BYTES >> 20) + " MiB, and revisions are not negative");
        }
    }

    /** Of one file: it is the space that is needed to write one anew. */
    long segment() {
        return Math.min(bytes / 16, LARGEST_SEGMENT);
    }

    /** What is left free for the writing of a file anew: its parts are there first, and then the whole. */
    long spare() {
        return 2 * segment() + segment() / 4;
    }

    /** The largest that one copy may take: the file that it stands in can be written anew, too. */
    long entry() {
        return segment();
    }

    /** What is written at once. */
    long batch() {
        return Math.min(bytes / 16, LARGEST_BATCH);
    }
}
