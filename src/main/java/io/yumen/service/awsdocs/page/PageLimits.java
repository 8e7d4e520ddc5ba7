package io.yumen.service.awsdocs.page;

/**
 * How large pages may be. What is larger is refused; what is nested deeper is read as if its outermost container held it.
 *
 * @param characters of the page as it comes
 * @param tags of HTML in it
 * @param blocks that it has
 * @param depth of blocks in blocks
 * @param places of the tables of a page, with each place that a span covers
 * @param written characters of the page as we write it, where a spanned value stands in each of its places
 */
public record PageLimits(int characters, int tags, int blocks, int depth, int places, int written) {
    /** The largest page of AWS has 2.3 million characters, 11,000 places in its table and nests ten deep. */
    public static final PageLimits DEFAULT = new PageLimits(10 << 20, 500_000, 200_000, 24, 500_000, 32 << 20);

    public PageLimits {
        if (characters < 1 || tags < 1 || blocks < 1 || depth < 1 || places < 1 || written < 1) {
            throw new IllegalArgumentException("Each limit of a page is positive");
        }
    }

    /** Refuses a text that is longer than pages may be. */
    public void check(String text) {
        if (text.length() > characters) {
            throw new PageRefused("The page has " + text.length() + " characters; at most " + characters + " are read");
        }
    }
}
