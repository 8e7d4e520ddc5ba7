package io.yumen.service.awsdocs.shelf;

import java.util.List;

/**
 * What is searched.
 *
 * @param words of whoever asks
 * @param limit of pages that are told
 * @param products of which one is wanted; empty for all
 * @param guides of which one is wanted; empty for all
 * @param host of the pages; empty for all
 */
public record Wanted(String words, int limit, List<String> products, List<String> guides, String host) {
    public static final int MOST = 50;

    public Wanted {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("At least 1 and at most " + MOST + " pages are searched for");
        }
        products = List.copyOf(products);
        guides = List.copyOf(guides);
    }

    public static Wanted of(String words, int limit) {
        return new Wanted(words, limit, List.of(), List.of(), "");
    }
}
