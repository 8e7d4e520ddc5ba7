package io.yumen.service.browser.snapshot;

/**
 * How much of a page is told.
 *
 * @param characters of all lines together
 * @param name characters of one name or value
 * @param levels of the tree below its root
 * @param nodes that are looked at
 */
public record OutlineLimits(int characters, int name, int levels, int nodes) {
    /** What fits an answer: 32,000 characters, 1,000 of a name. */
    public static final OutlineLimits ANSWER = new OutlineLimits(32_000, 1_000, 200, 20_000);

    /** What fits a resource: eight million characters. */
    public static final OutlineLimits RESOURCE = new OutlineLimits(8_000_000, 10_000, 200, 500_000);

    /** What fits an answer, of all that a page has. */
    public static final OutlineLimits FOUND = new OutlineLimits(8_000, 500, 200, 500_000);

    public OutlineLimits {
        if (characters < 256 || name < 16 || levels < 1 || nodes < 1) {
            throw new IllegalArgumentException(
                    "An outline has 256 characters or more, and at least one level and node");
        }
    }

    /** The same, of fewer levels. */
    public OutlineLimits levels(int fewer) {
        return new OutlineLimits(characters, name, Math.min(levels, fewer), nodes);
    }
}
