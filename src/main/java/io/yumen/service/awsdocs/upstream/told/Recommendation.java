package io.yumen.service.awsdocs.upstream.told;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A page that AWS recommends beside another.
 *
 * @param context why, in the words of the official server; may be empty
 */
public record Recommendation(Kind kind, String url, String title, String context) {
    /** On what ground, in the order in which they are told. */
    public enum Kind {
        HIGHLY_RATED,
        /** What others read who want the same. */
        JOURNEY,
        NEW,
        SIMILAR
    }

    /** Reads an answer; one that is no JSON recommends nothing. */
    public static List<Recommendation> of(String json) {
        JsonNode answer = Said.tree(json);
        return Stream.of(
                        items(answer, "highlyRated").flatMap(item -> one(Kind.HIGHLY_RATED, item, summary(item))),
                        items(answer, "journey").flatMap(Recommendation::journey),
                        items(answer, "new").flatMap(item -> one(Kind.NEW, item, added(item))),
                        items(answer, "similar")
                                .flatMap(item -> one(
                                        Kind.SIMILAR,
                                        item,
                                        summary(item).isEmpty() ? "Similar content" : summary(item))))
                .flatMap(some -> some)
                .toList();
    }

    private static Stream<JsonNode> items(JsonNode answer, String name) {
        return Said.list(answer.path(name).path("items"));
    }

    private static Stream<Recommendation> journey(JsonNode item) {
        String context = Said.title(item.path("intent"))
                .map(intent -> "Intent: " + intent)
                .orElse("");
        return Said.list(item.path("urls")).flatMap(page -> one(Kind.JOURNEY, page, context));
    }

    private static Stream<Recommendation> one(Kind kind, JsonNode item, String context) {
        Optional<String> url = Said.url(item.path("url"));
        Optional<String> title = Said.title(item.path("assetTitle"));
        return url.isEmpty() || title.isEmpty()
                ? Stream.empty()
                : Stream.of(new Recommendation(kind, url.get(), title.get(), context));
    }

    private static String summary(JsonNode item) {
        return Said.text(item.path("abstract")).orElse("");
    }

    private static String added(JsonNode item) {
        return Said.title(item.path("dateCreated"))
                .map(date -> "New content added on " + date)
                .orElse("New content");
    }
}
