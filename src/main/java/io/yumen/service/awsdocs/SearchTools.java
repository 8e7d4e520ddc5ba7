package io.yumen.service.awsdocs;

import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.awsdocs.upstream.SearchQuestion;
import io.yumen.service.awsdocs.upstream.told.Recommendation;
import io.yumen.service.awsdocs.upstream.told.SearchResults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tools of AWS's own server that find pages, with its names, arguments and answers. */
final class SearchTools {
    private final Catalog catalog;
    private final Search finder;

    SearchTools(Catalog catalog, Search finder) {
        this.catalog = catalog;
        this.finder = finder;
    }

    record Question(
            @Doc(name = "search_phrase", value = "Words to search for", max = 1_000)
            String searchPhrase,

            @Doc(
                    name = "search_intent",
                    value =
                            "What it is wanted for, without anything private; told to AWS only where the operator allows it",
                    max = 1_000,
                    fallback = "\"\"")
            String searchIntent,

            @Doc(value = "Results at most", min = 1, max = 50, fallback = "10")
            int limit,

            @Nullable @Doc(name = "product_types", value = "Only of these products, as facets name them", max = 20)
            List<String> productTypes,

            @Nullable @Doc(name = "guide_types", value = "Only of these kinds of guides, as facets name them", max = 20)
            List<String> guideTypes,

            @Doc(value = "remote: by AWS; local: in pages that were read before; hybrid: both", fallback = "\"remote\"")
            Search.Where where) {}

    record Page(
            @Doc(value = "URL of a page of the AWS documentation", max = 2_048)
            String url) {}

    record Results(
            @Doc(name = "search_results", value = "Pages, the best first")
            List<Result> searchResults,

            @Doc("What the search can be narrowed to") Facets facets,

            @Nullable @Doc(name = "query_id", value = "By which AWS knows the question")
            String queryId,

            @Doc("What else AWS made of the question") About metadata) {}

    record Result(
            @Doc(name = "rank_order", value = "1 for the best")
            int rankOrder,

            @Doc("Its address") String url,
            @Doc("Its title") String title,
            @Doc("What it is about") String context,

            @Doc(name = "recommended_sections", value = "Sections that answer best")
            List<String> recommendedSections,

            @Doc("Its sections") List<String> sections,
            @Doc("Places in it") Places metadata) {}

    record Places(
            @Doc(name = "additional_urls", value = "Sections by their own addresses")
            List<Place> additionalUrls) {}

    record Place(
            @Doc("Its address") String url,

            @Nullable @Doc(name = "section_title", value = "Its title")
            String sectionTitle,

            @Nullable @Doc(name = "section_anchor", value = "Its anchor")
            String sectionAnchor) {}

    record Facets(
            @Doc(name = "product_types", value = "Products") List<String> productTypes,

            @Doc(name = "guide_types", value = "Kinds of guides")
            List<String> guideTypes) {}

    record About(
            @Doc(name = "discovered_services", value = "Services that it is about")
            List<String> discoveredServices,

            @Doc(name = "related_tasks", value = "What else may be wanted")
            List<Task> relatedTasks,

            @Doc("What services are to each other") List<Relation> relationships) {}

    record Task(
            @Doc("What is done") String title,
            @Doc("Pages on it") List<String> urls) {}

    record Relation(
            @Doc("One service") String from,
            @Doc("Another") String to,
            @Doc("What the one is to the other") String relation) {}

    record Recommendations(
            @Doc("Pages, by highly rated, journey, new and similar")
            List<Recommended> result) {}

    record Recommended(
            @Doc("Its address") String url,
            @Doc("Its title") String title,
            @Doc("Why it is recommended") String context) {}

    List<Tool> all() {
        return List.of(
                Tool.named("search_documentation", "Search the documentation")
                        .does("Searches the AWS documentation; answers pages with what they are about, the best first.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Results.class)
                        .answers(Question.class, this::search),
                Tool.named("recommend", "Recommended pages")
                        .does("Lists pages that AWS recommends beside a page of its documentation.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Recommendations.class)
                        .answers(Page.class, this::recommend));
    }

    private Tool.Outcome search(Question input, Call call) {
        SearchQuestion question = new SearchQuestion(
                input.searchPhrase(), input.searchIntent(), said(input.productTypes()), said(input.guideTypes()));
        Search.Found found = finder.find(question, input.where(), input.limit(), call);
        SearchResults results = found.results();
        ToolResult told = ToolResult.structured(new Results(
                results(results.hits(), input.limit()),
                new Facets(results.products(), results.guides()),
                results.queryId().orElse(null),
                about(results)));
        return found.note().map(told::noting).orElse(told);
    }

    private static List<String> said(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }

    private static List<Result> results(List<SearchResults.Hit> hits, int limit) {
        List<Result> results = new ArrayList<>();
        for (SearchResults.Hit hit : hits.subList(0, Math.min(limit, hits.size()))) {
            List<Place> places = hit.places().stream()
                    .map(place -> new Place(
                            place.url(),
                            place.title().orElse(null),
                            place.anchor().orElse(null)))
                    .toList();
            results.add(new Result(
                    results.size() + 1,
                    hit.url(),
                    hit.title(),
                    hit.context(),
                    hit.recommended(),
                    hit.sections(),
                    new Places(places)));
        }
        return results;
    }

    private static About about(SearchResults found) {
        return new About(
                found.services(),
                found.tasks().stream()
                        .map(task -> new Task(task.title(), task.urls()))
                        .toList(),
                found.relations().stream()
                        .map(each -> new Relation(each.from(), each.to(), each.relation()))
                        .toList());
    }

    private Tool.Outcome recommend(Page input, Call call) {
        Catalog.Told<List<Recommendation>> recommended = catalog.recommend(input.url(), call);
        return recommended.in(ToolResult.structured(new Recommendations(recommended.thing().stream()
                .map(each -> new Recommended(each.url(), each.title(), each.context()))
                .toList())));
    }
}
