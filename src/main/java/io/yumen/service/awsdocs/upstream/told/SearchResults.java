package io.yumen.service.awsdocs.upstream.told;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What AWS's search found, in its order.
 *
 * @param queryId by which AWS knows the question
 * @param products that pages were found of
 * @param guides likewise
 * @param services that the question was understood to be about
 */
public record SearchResults(
        Optional<String> queryId,
        List<Hit> hits,
        List<String> products,
        List<String> guides,
        List<String> services,
        List<Task> tasks,
        List<Relation> relations) {
    private static final String PRODUCT = "aws-docs-search-product";
    private static final String GUIDE = "aws-docs-search-guide";

    /**
     * A page that was found.
     *
     * @param context what it is about, in a few words; may be empty
     * @param sections of the page
     * @param recommended those of them that answer best
     * @param places in the page
     */
    public record Hit(
            String url,
            String title,
            String context,
            List<String> sections,
            List<String> recommended,
            List<Place> places,
            Optional<String> product,
            Optional<String> guide) {}

    /** A section, by its own address. */
    public record Place(String url, Optional<String> title, Optional<String> anchor) {}

    /** What somebody who asks so may want to do. */
    public record Task(String title, List<String> urls) {}

    /** What one service is to another. */
    public record Relation(String from, String to, String relation) {}

    /** Reads an answer; one that is no JSON found nothing. */
    public static SearchResults of(String json) {
        JsonNode answer = Said.tree(json);
        JsonNode facets = answer.path("facets");
        JsonNode metadata = answer.path("metadata");
        return new SearchResults(
                Said.title(answer.path("queryId")),
                Said.list(answer.path("suggestions"))
                        .map(one -> hit(one.path("textExcerptSuggestion")))
                        .flatMap(Optional::stream)
                        .toList(),
                Said.titles(facets.path(PRODUCT)),
                Said.titles(facets.path(GUIDE)),
                Said.titles(metadata.path("discovered_services")),
                Said.list(metadata.path("related_tasks"))
                        .map(SearchResults::task)
                        .flatMap(Optional::stream)
                        .toList(),
                Said.list(metadata.path("relationships"))
                        .map(SearchResults::relation)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<Hit> hit(JsonNode said) {
        Optional<String> url = Said.url(said.path("link"));
        Optional<String> title = Said.title(said.path("title"));
        if (url.isEmpty() || title.isEmpty()) {
            return Optional.empty();
        }
        JsonNode metadata = said.path("metadata");
        String context = Said.text(said.path("summary"))
                .or(() -> Said.text(said.path("suggestionBody")))
                .orElse("");
        return Optional.of(new Hit(
                url.get(),
                title.get(),
                context,
                Said.titles(metadata.path("sections")),
                Said.titles(metadata.path("recommended_sections")),
                Said.list(metadata.path("additional_urls"))
                        .map(SearchResults::place)
                        .flatMap(Optional::stream)
                        .toList(),
                attribute(said.path("context"), PRODUCT),
                attribute(said.path("context"), GUIDE)));
    }

    private static Optional<Place> place(JsonNode said) {
        return Said.url(said.path("url"))
                .map(url -> new Place(
                        url, Said.title(said.path("section_title")), Said.title(said.path("section_anchor"))));
    }

    private static Optional<Task> task(JsonNode said) {
        List<String> urls = Said.list(said.path("urls"))
                .map(one -> Said.url(one).or(() -> Said.url(one.path("url"))))
                .flatMap(Optional::stream)
                .toList();
        return Said.title(said.path("title"))
                .or(() -> Said.title(said.path("task")))
                .or(() -> Said.title(said.path("name")))
                .map(title -> new Task(title, urls));
    }

    private static Optional<Relation> relation(JsonNode said) {
        Optional<String> from = Said.title(said.path("from"));
        Optional<String> to = Said.title(said.path("to"));
        return from.isEmpty() || to.isEmpty()
                ? Optional.empty()
                : Optional.of(new Relation(
                        from.get(), to.get(), Said.title(said.path("relation")).orElse("")));
    }

    private static Optional<String> attribute(JsonNode context, String key) {
        return Said.list(context)
                .filter(one -> one.path("key").stringValue("").equals(key))
                .findFirst()
                .flatMap(one -> Said.title(one.path("value")));
    }
}
