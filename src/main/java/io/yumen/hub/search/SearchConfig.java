package io.yumen.hub.search;

import java.util.List;

/**
 * Whether a long list of tools becomes a search over it.
 *
 * @param above how many tools a list may have before it does; zero for any number
 * @param pinned names of tools that stay in the list, {@code *} and {@code ?} as wildcards
 */
public record SearchConfig(int above, List<String> pinned) {
    /** Every tool is in the list, however many there are. */
    public static final SearchConfig OFF = new SearchConfig(0, List.of());

    public SearchConfig {
        if (above < 0) {
            throw new IllegalArgumentException("A list has zero or more tools");
        }
        pinned = List.copyOf(pinned);
    }
}
