package io.yumen.limit;

/**
 * How much of a rate somebody has left.
 *
 * @param limit the limit's name in the configuration, as in {@code principal}
 * @param rate the rate
 * @param remaining how often at once from now on
 * @param fullNanos after which time without a request the whole burst is there again
 */
public record Standing(String limit, RateConfig rate, long remaining, long fullNanos) {}
