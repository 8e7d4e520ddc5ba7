package io.yumen.service.browser.page;

import java.time.Duration;

/**
 * How much a session may have of a browser.
 *
 * @param tabs open at once
 * @param queue calls that wait for their turn at one tab
 * @param action how long one action may take
 * @param navigation how long a page may take to load
 * @param messages of the console that are kept of a tab
 * @param requests that are kept of a tab
 * @param names of elements that are known of a tab
 */
public record PageLimits(
        int tabs, int queue, Duration action, Duration navigation, int messages, int requests, int names) {
    public static final PageLimits DEFAULT =
            new PageLimits(20, 16, Duration.ofSeconds(30), Duration.ofSeconds(60), 1_000, 1_000, 100_000);

    public PageLimits {
        if (tabs < 1 || queue < 1 || messages < 1 || requests < 1 || names < 1) {
            throw new IllegalArgumentException("A session has room for at least one of each");
        }
        if (!action.isPositive() || !navigation.isPositive()) {
            throw new IllegalArgumentException("An action takes some time");
        }
    }
}
