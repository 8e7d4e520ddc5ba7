package io.yumen.service.awsdocs.upstream;

import static io.yumen.service.awsdocs.upstream.Simulator.page;
import static io.yumen.service.awsdocs.upstream.Simulator.redirect;
import static io.yumen.service.awsdocs.upstream.Simulator.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.upstream.told.Recommendation;
import io.yumen.service.awsdocs.upstream.told.SearchResults;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The search and the recommendations of AWS. */
class ProgramsTest extends SitesTest {
    private static final String SEARCH = "https://proxy.search.docs.aws.com/search";
    private static final String RECOMMENDATIONS = "https://api.contentrecs.docs.aws.com/v1/recommendations";
    private static final SearchQuestion QUESTION =
            new SearchQuestion("berth quotas", "to plan a harbor", List.of("Harbor"), List.of("Harbor Guide"));

    @Test
    void what_is_searched_for_is_found() throws Exception {
        Fetched.Found found = sites.search(QUESTION, new Cancellation());

        assertThat(found.form()).isEqualTo(Form.JSON);
        SearchResults results = SearchResults.of(found.text());
        assertThat(results.hits()).isNotEmpty().first().satisfies(hit -> {
            assertThat(hit.url()).isEqualTo(GUIDE + "berths.html");
            assertThat(hit.context()).isEqualTo("How long, how deep and how many berths may be.");
            assertThat(hit.guide()).contains("Harbor Guide");
        });
        assertThat(results.guides()).containsExactly("Harbor Guide");
    }

    @Test
    void a_search_says_what_is_wanted_and_neither_why_nor_by_whom() throws Exception {
        sites.search(QUESTION, new Cancellation());

        assertThat(simulator.asked).hasToString("[POST /proxy.search.docs.aws.com/search]");
        assertThat(simulator.asked.getFirst().body())
                .isEqualTo("{\"textQuery\":{\"input\":\"berth quotas\"},\"contextAttributes\":["
                        + "{\"key\":\"domain\",\"value\":\"docs.aws.amazon.com\"},"
                        + "{\"key\":\"aws-docs-search-product\",\"value\":\"Harbor\"},"
                        + "{\"key\":\"aws-docs-search-guide\",\"value\":\"Harbor Guide\"}],"
                        + "\"acceptSuggestionBody\":\"RawText\",\"locales\":[\"en_us\"]}");
        List<String> names = new ArrayList<>();
        simulator.asked.getFirst().headers().forEach((name, value) -> names.add(name));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "Host", "Accept", "Accept-Encoding", "Content-Type", "Content-Length", "User-Agent");
    }

    @Test
    void the_intent_is_told_only_where_that_is_switched_on() throws Exception {
        SitesConfig telling = new SitesConfig(
                config.addresses(), config.reach(), SitesConfig.Intent.SENT, config.agent(), config.limits());
        try (AwsSites other = sites(telling)) {
            other.search(QUESTION, new Cancellation());
            other.search(SearchQuestion.of("berth"), new Cancellation());
        }

        assertThat(simulator.asked)
                .extracting(Simulator.Asked::query)
                .containsExactly("search_intent=to+plan+a+harbor", "");
    }

    @Test
    void who_asks_for_neurons_searches_their_site_too() throws Exception {
        sites.search(SearchQuestion.of("AWS Neuron compiler"), new Cancellation());

        assertThat(simulator.asked.getFirst().body())
                .contains("{\"key\":\"domain\",\"value\":\"awsdocs-neuron.readthedocs-hosted.com\"}");
    }

    @Test
    void a_search_that_fails_is_told_as_the_official_server_tells_it() {
        simulator.on(
                SEARCH,
                status(400),
                page("application/json", "{\"suggestions\": [", "X", "y"),
                page("application/json", "[]"),
                page("text/html", "<html>Log in"),
                redirect(302, "https://docs.aws.amazon.com/a.html"));

        failsToSearch(
                "Error searching AWS docs - status code 400; proxy.search.docs.aws.com gives no answer with that");
        failsToSearch("Error parsing search results: the answer is no JSON: ");
        failsToSearch("Error parsing search results: the answer is JSON, but no object");
        failsToSearch("Error parsing search results: the answer is no JSON: ");
        failsToSearch("Error searching AWS docs: https://proxy.search.docs.aws.com/search leads to"
                + " https://docs.aws.amazon.com/a.html, which is not gone to");
    }

    @Test
    void pages_are_recommended_beside_a_page() throws Exception {
        Fetched.Found found = sites.recommend(GUIDE + "welcome.html#concepts", new Cancellation());

        assertThat(simulator.asked.getFirst().query())
                .isEqualTo("path=https%3A%2F%2Fdocs.aws.amazon.com%2Fharbor%2Flatest%2Fguide%2Fwelcome.html");
        assertThat(Recommendation.of(found.text()))
                .hasSizeGreaterThan(3)
                .contains(new Recommendation(
                        Recommendation.Kind.JOURNEY,
                        GUIDE + "getting-started.html",
                        "Getting started with Harbor",
                        "Intent: Use Harbor Guide"));
    }

    @Test
    void recommendations_that_fail_are_told_as_the_official_server_tells_it() {
        simulator.on(RECOMMENDATIONS, status(403), page("application/json", "{\"new\":"));

        assertThatThrownBy(() -> sites.recommend(GUIDE + "welcome.html", new Cancellation()))
                .hasMessage("Error getting recommendations - status code 403;"
                        + " api.contentrecs.docs.aws.com refuses it to everybody");
        assertThatThrownBy(() -> sites.recommend(GUIDE + "welcome.html", new Cancellation()))
                .hasMessageStartingWith("Error parsing recommendations: the answer is no JSON: ");
    }

    @Test
    void recommendations_are_asked_for_pages_of_the_list_only() {
        assertThatThrownBy(() -> sites.recommend("https://example.com/a.html", new Cancellation()))
                .isInstanceOf(BadAddress.class);
        assertThat(simulator.asked).isEmpty();
    }

    private void failsToSearch(String message) {
        assertThatThrownBy(() -> sites.search(QUESTION, new Cancellation()))
                .isInstanceOf(UpstreamFailed.class)
                .hasMessageStartingWith(message);
    }
}
