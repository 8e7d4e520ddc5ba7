package io.yumen.service.awsdocs.upstream.told;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.service.awsdocs.upstream.told.Recommendation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sites tell beside pages: what is understood stands, and the rest is left out. */
class ToldTest {
    private static final String BASE = "https://docs.aws.amazon.com/harbor/latest/guide/toc-contents.json";

    @Test
    void results_of_a_search_are_read() {
        SearchResults results = SearchResults.of("""
                {"queryId": "q-1", "suggestions": [
                  {"textExcerptSuggestion": {"link": "https://docs.aws.amazon.com/a.html", "title": "A",
                    "summary": "About a", "suggestionBody": "Body",
                    "context": [{"key": "aws-docs-search-product", "value": "Harbor"}, 7],
                    "metadata": {"sections": ["One", "", 2, {"value": "Two"}], "recommended_sections": ["One"],
                      "additional_urls": [{"url": "https://docs.aws.amazon.com/a.html#one", "section_title": "One",
                        "section_anchor": "one"}, {"url": 3}]}}},
                  {"textExcerptSuggestion": {"link": "https://docs.aws.amazon.com/b.html", "title": "B", "suggestionBody": "Body"}},
                  {"textExcerptSuggestion": {"link": "javascript:alert(1)", "title": "C"}},
                  {"textExcerptSuggestion": {"link": "https://docs.aws.amazon.com/d.html"}},
                  {"other": {}}, null, "x"],
                 "facets": {"aws-docs-search-product": ["Harbor"], "aws-docs-search-guide": {"x": 1}},
                 "metadata": {"discovered_services": ["Harbor", null],
                   "related_tasks": [{"title": "Enter", "urls": ["https://docs.aws.amazon.com/e.html", 4]}, {}],
                   "relationships": [{"from": "Harbor", "to": "Pilot", "relation": "uses"}, {"from": "x"}]}}
                """);

        assertThat(results.queryId()).contains("q-1");
        assertThat(results.hits())
                .containsExactly(
                        new SearchResults.Hit(
                                "https://docs.aws.amazon.com/a.html",
                                "A",
                                "About a",
                                List.of("One", "Two"),
                                List.of("One"),
                                List.of(new SearchResults.Place(
                                        "https://docs.aws.amazon.com/a.html#one",
                                        Optional.of("One"),
                                        Optional.of("one"))),
                                Optional.of("Harbor"),
                                Optional.empty()),
                        new SearchResults.Hit(
                                "https://docs.aws.amazon.com/b.html",
                                "B",
                                "Body",
                                List.of(),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(results.products()).containsExactly("Harbor");
        assertThat(results.guides()).isEmpty();
        assertThat(results.services()).containsExactly("Harbor");
        assertThat(results.tasks())
                .containsExactly(new SearchResults.Task("Enter", List.of("https://docs.aws.amazon.com/e.html")));
        assertThat(results.relations()).containsExactly(new SearchResults.Relation("Harbor", "Pilot", "uses"));
    }

    @Test
    void recommendations_are_read_in_their_order() {
        assertThat(Recommendation.of("""
                {"similar": {"items": [{"url": "https://d/s.html", "assetTitle": "S"}]},
                 "new": {"items": [{"url": "https://d/n.html", "assetTitle": "N", "dateCreated": "yesterday"},
                    {"url": "https://d/m.html", "assetTitle": "M"}, {"assetTitle": "no address"}]},
                 "highlyRated": {"items": [{"url": "https://d/h.html", "assetTitle": "H", "abstract": "High"}]},
                 "journey": {"items": [{"intent": "go on", "urls": [{"url": "https://d/j.html", "assetTitle": "J"}]}, []]},
                 "later": {"items": [{"url": "https://d/l.html", "assetTitle": "L"}]}}
                """))
                .containsExactly(
                        new Recommendation(Kind.HIGHLY_RATED, "https://d/h.html", "H", "High"),
                        new Recommendation(Kind.JOURNEY, "https://d/j.html", "J", "Intent: go on"),
                        new Recommendation(Kind.NEW, "https://d/n.html", "N", "New content added on yesterday"),
                        new Recommendation(Kind.NEW, "https://d/m.html", "M", "New content"),
                        new Recommendation(Kind.SIMILAR, "https://d/s.html", "S", "Similar content"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "[]", "7", "{\"suggestions\": 3, \"contents\": {}, \"new\": [], \"metadata\": \"x\"}"})
    void what_is_nothing_tells_nothing(String text) {
        assertThat(SearchResults.of(text).hits()).isEmpty();
        assertThat(Recommendation.of(text)).isEmpty();
        assertThat(Contents.of(text, BASE).entries()).isEmpty();
        assertThat(Contents.of(text, BASE).services()).isEmpty();
        assertThat(PageList.of(text, BASE).entries()).isEmpty();
    }

    @Test
    void a_line_without_a_title_leaves_what_is_below_it() {
        Contents contents = Contents.of(
                "{\"contents\": [{\"href\": \"a.html\", \"contents\": [{\"title\": \"B\", \"href\": \"../b.html\"},"
                        + " {\"title\": \"C\", \"href\": \"javascript:x\"}]}]}",
                BASE);

        assertThat(contents.entries())
                .containsExactly(
                        new Contents.Entry(
                                "B", Optional.of("https://docs.aws.amazon.com/harbor/latest/b.html"), List.of()),
                        new Contents.Entry("C", Optional.empty(), List.of()));
    }

    @Test
    void words_that_cannot_be_seen_are_left_out() {
        assertThat(
                        Recommendation.of(
                                "{\"new\": {\"items\": [{\"url\": \"https://d/n.html\", \"assetTitle\": \"N\\u202e\\u200b\\nM\"}]}}"))
                .extracting(Recommendation::title)
                .containsExactly("N M");
    }

    @Test
    void a_list_of_pages_is_read_line_by_line() {
        PageList list = PageList.of("""
                # All *guides*
                > One
                > two

                ## First
                - [A \\[b\\] [c]](a.md): What a is
                * [D](https://docs.aws.amazon.com/d.md)
                #### Deep
                  - [E](/e.md) : e
                - [](f.md)
                - [G](javascript:x)
                - no link
                ## Second
                - [H](h.md)
                """, BASE);

        assertThat(list.title()).isEqualTo("All *guides*");
        assertThat(list.summary()).isEqualTo("One two");
        String folder = "https://docs.aws.amazon.com/harbor/latest/guide/";
        assertThat(list.entries())
                .containsExactly(
                        new PageList.Entry(List.of("First"), "A [b] [c]", folder + "a.md", "What a is"),
                        new PageList.Entry(List.of("First"), "D", "https://docs.aws.amazon.com/d.md", ""),
                        new PageList.Entry(List.of("First", "Deep"), "E", "https://docs.aws.amazon.com/e.md", "e"),
                        new PageList.Entry(List.of("Second"), "H", folder + "h.md", ""));
    }

    @FuzzTest(maxDuration = "20s")
    void whatever_is_told_is_read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);

        SearchResults.of(text).hits().forEach(hit -> assertThat(hit.url()).startsWith("http"));
        Recommendation.of(text).forEach(one -> assertThat(one.title()).isNotBlank());
        Contents.of(text, BASE).entries().stream()
                .flatMap(Contents.Entry::all)
                .forEach(entry -> assertThat(entry.title()).isNotBlank());
        Contents.of(text, BASE)
                .services()
                .forEach(entry -> assertThat(entry.url()).isPresent());
        PageList.of(text, BASE)
                .entries()
                .forEach(entry -> assertThat(entry.title()).isNotBlank());
    }
}
