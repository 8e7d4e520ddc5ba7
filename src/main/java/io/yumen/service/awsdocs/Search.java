package io.yumen.service.awsdocs;

import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.Fusion;
import io.yumen.service.awsdocs.shelf.Hit;
import io.yumen.service.awsdocs.shelf.Wanted;
import io.yumen.service.awsdocs.upstream.SearchQuestion;
import io.yumen.service.awsdocs.upstream.told.SearchResults;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds pages: by AWS's search, in what is kept here, or in both. Safe for many threads. */
final class Search {
    private final Catalog catalog;
    private final Depot depot;
    private final Predicate<String> told;

    /** @param told whether pages of an address may be told of what is kept */
    Search(Catalog catalog, Depot depot, Predicate<String> told) {
        this.catalog = catalog;
        this.depot = depot;
        this.told = told;
    }

    /** Where is searched. */
    enum Where {
        /** By AWS; in what is kept here where AWS does not answer. */
        REMOTE,
        /** In what is kept here. AWS is not asked. */
        LOCAL,
        /** In both, as one ranking. */
        HYBRID
    }

    /**
     * What was found.
     *
     * @param note what to know of it; empty where there is nothing
     */
    record Found(SearchResults results, Optional<String> note) {}

    Found find(SearchQuestion question, Where where, int limit, Call call) {
        if (where == Where.LOCAL) {
            return new Found(none(local(question, limit)), Optional.empty());
        }
        Catalog.Told<SearchResults> answer;
        try {
            answer = catalog.search(question, call);
        } catch (ToolFailure e) {
            List<SearchResults.Hit> kept = local(question, limit);
            if (kept.isEmpty()) {
                throw e;
            }
            return new Found(none(kept), Optional.of("Found in the pages that are kept here alone: " + e.getMessage()));
        }
        SearchResults remote = answer.thing();
        if (where == Where.REMOTE) {
            return new Found(remote, answer.note());
        }
        List<SearchResults.Hit> both =
                Fusion.of(List.of(remote.hits(), local(question, limit)), hit -> page(hit.url()));
        return new Found(
                new SearchResults(
                        remote.queryId(),
                        both,
                        remote.products(),
                        remote.guides(),
                        remote.services(),
                        remote.tasks(),
                        remote.relations()),
                answer.note());
    }

    private static String page(String url) {
        int place = url.indexOf('#');
        return place < 0 ? url : url.substring(0, place);
    }

    private List<SearchResults.Hit> local(SearchQuestion question, int limit) {
        List<Hit> hits = hits(question, Math.min(limit, Wanted.MOST));
        if (!hits.stream().map(Hit::address).allMatch(told)) {
            // What lies behind those that are not told takes their places.
            hits = hits(question, Wanted.MOST);
        }
        return hits.stream()
                .filter(hit -> told.test(hit.address()))
                .limit(limit)
                .map(Search::hit)
                .toList();
    }

    private List<Hit> hits(SearchQuestion question, int limit) {
        return depot.search(new Wanted(question.phrase(), limit, question.products(), question.guides(), ""));
    }

    private static SearchResults.Hit hit(Hit hit) {
        List<String> titles = hit.sections().stream()
                .filter(section -> !section.path().isEmpty())
                .map(section -> section.path().getLast())
                .toList();
        List<SearchResults.Place> places = hit.sections().stream()
                .filter(section -> !section.anchor().isEmpty())
                .map(section -> new SearchResults.Place(
                        hit.address() + "#" + section.anchor(),
                        section.path().isEmpty()
                                ? Optional.empty()
                                : Optional.of(section.path().getLast()),
                        Optional.of(section.anchor())))
                .toList();
        return new SearchResults.Hit(
                hit.address(),
                hit.title(),
                hit.sections().isEmpty() ? "" : hit.sections().getFirst().excerpt(),
                titles,
                titles,
                places,
                said(hit.labels().product()),
                said(hit.labels().guide()));
    }

    private static Optional<String> said(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static SearchResults none(List<SearchResults.Hit> hits) {
        return new SearchResults(Optional.empty(), hits, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
