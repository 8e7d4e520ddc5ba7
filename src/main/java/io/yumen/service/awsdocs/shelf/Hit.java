package io.yumen.service.awsdocs.shelf;

import java.util.List;

/**
 * A page in which words were found.
 *
 * @param address without a place in it
 * @param title of the page
 * @param labels what it belongs to
 * @param sections those in which they were found, the best first
 * @param score the higher, the better; only compared within one answer
 */
public record Hit(String address, String title, Labels labels, List<Found> sections, double score) {
    public Hit {
        sections = List.copyOf(sections);
    }

    /**
     * A section.
     *
     * @param anchor of its heading; empty where it has none
     * @param path the headings that lead to it, its own the last
     * @param excerpt where the words stand closest
     */
    public record Found(String anchor, List<String> path, String excerpt) {
        public Found {
            path = List.copyOf(path);
        }
    }
}
