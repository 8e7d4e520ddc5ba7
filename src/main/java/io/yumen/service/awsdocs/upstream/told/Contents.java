package io.yumen.service.awsdocs.upstream.told;

import io.yumen.service.awsdocs.page.Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The table of contents of a guide, from its {@code toc-contents.json}. */
public record Contents(List<Entry> entries) {
    private static final int DEEPEST = 20;

    /** Below which the list of the services in China keeps them. */
    private static final String SERVICES = "/services.html";

    private static final String UNSUPPORTED = "Services Unsupported";

    /**
     * A line of it.
     *
     * @param url of the page, and the place in it; empty where the line only holds others
     */
    public record Entry(String title, Optional<String> url, List<Entry> children) {
        /** It and all below it, in their order. */
        public Stream<Entry> all() {
            return Stream.concat(Stream.of(this), children.stream().flatMap(Entry::all));
        }
    }

    /**
     * Reads a table; one that is no JSON has no entries.
     *
     * @param address where it was found
     */
    public static Contents of(String json, String address) {
        return new Contents(entries(Said.tree(json), Address.of(address), 0));
    }

    /** Of the list of services in China, the services that there are. */
    public List<Entry> services() {
        return entries.stream()
                .flatMap(Entry::all)
                .filter(entry ->
                        entry.url().filter(url -> url.endsWith(SERVICES)).isPresent())
                .findFirst()
                .map(entry -> entry.children().stream()
                        .filter(service -> !service.title().contains(UNSUPPORTED))
                        .filter(service -> service.url().isPresent())
                        .toList())
                .orElse(List.of());
    }

    private static List<Entry> entries(JsonNode node, Address base, int depth) {
        return depth == DEEPEST
                ? List.of()
                : Said.all(node.path("contents"))
                        .flatMap(one -> entry(one, base, depth))
                        .toList();
    }

    /** A line; where it has no title, what is below it. */
    private static Stream<Entry> entry(JsonNode said, Address base, int depth) {
        List<Entry> children = entries(said, base, depth + 1);
        String href = said.path("href").stringValue("").strip();
        Optional<String> url =
                href.isEmpty() ? Optional.empty() : base.resolve(href).flatMap(Said::url);
        return Said.title(said.path("title"))
                .map(title -> Stream.of(new Entry(title, url, children)))
                .orElseGet(children::stream);
    }
}
