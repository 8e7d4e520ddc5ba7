package io.yumen.service.awsdocs.upstream;

import static io.yumen.service.awsdocs.upstream.Simulator.page;
import static io.yumen.service.awsdocs.upstream.Simulator.raw;
import static io.yumen.service.awsdocs.upstream.Simulator.redirect;
import static io.yumen.service.awsdocs.upstream.Simulator.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.desk.Answer;
import io.yumen.service.awsdocs.shelf.desk.Origin;
import io.yumen.service.awsdocs.shelf.desk.Shelf;
import io.yumen.service.awsdocs.shelf.desk.ShelfLimits;
import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import io.yumen.service.awsdocs.upstream.Simulator.Script;
import io.yumen.store.TurnedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults of {@link FaultsTest} once more, where an older copy of the page is kept: it is told, with its age and with what is wrong. */
class OldCopyTest extends SitesTest {
    private static final String PAGE = GUIDE + "broken.html";
    private static final String OLD = "<!DOCTYPE html><html><body><h1>A page</h1><p>As it was.</p></body></html>";
    private static final Duration SHORT = Duration.ofMillis(400);

    @TempDir
    private Path folder;

    private final TurnedClock clock = new TurnedClock();

    static Stream<Arguments> faults() throws IOException {
        return FaultsTest.faults();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void the_old_copy_is_told_with_its_age_and_the_cause(String name, Script script, String cause) throws Exception {
        keep(page("text/html", OLD));
        boolean isSlow = cause.contains("a second");
        limited(isSlow ? QUICK.within(SHORT) : QUICK);
        simulator.on(PAGE, script);
        simulator.on(GUIDE + "guide.pdf", page("text/html", OLD));
        clock.turn(Duration.ofDays(3));
        try (Shelf shelf = shelf()) {
            told(shelf, cause);
            int asked = simulator.asked.size();
            told(shelf, cause);
            assertThat(simulator.asked).as("the next one is told at once").hasSize(asked);
            assertThat(shelf.statistics().upstream().stale()).isEqualTo(2);
        }
    }

    @Test
    void so_it_is_where_the_site_is_not_there() throws Exception {
        keep(page("text/html", OLD));
        simulator.close();
        clock.turn(Duration.ofDays(3));
        try (Shelf shelf = shelf()) {
            told(shelf, ": docs.aws.amazon.com cannot be reached; try again later");
        }
    }

    @Test
    void so_it_is_where_the_site_asks_for_a_pause() throws Exception {
        keep(page("text/html", OLD));
        simulator.on(PAGE, status(429, "Retry-After", "120"));
        clock.turn(Duration.ofDays(3));
        try (Shelf shelf = shelf()) {
            told(shelf, ": docs.aws.amazon.com asks for a pause; it is asked again in 120 seconds");
        }
    }

    /** What sites tell beside pages. */
    static Stream<Arguments> beside() {
        String contents = GUIDE + "toc-contents.json";
        String search = "https://proxy.search.docs.aws.com/search";
        String recommended = "https://api.contentrecs.docs.aws.com/v1/recommendations";
        return Stream.of(
                Arguments.of(Kind.CONTENTS, contents, status(500), "status code 500; docs.aws.amazon.com fails"),
                Arguments.of(Kind.CONTENTS, contents, page("application/json", "{\"contents\": ["), "is no JSON"),
                Arguments.of(Kind.CONTENTS, contents, raw(""), "broke off in the middle of the answer"),
                Arguments.of(Kind.SEARCH, search, status(400), "Error searching AWS docs - status code 400"),
                Arguments.of(Kind.SEARCH, search, page("text/html", "<html>Log in"), "Error parsing search results"),
                Arguments.of(Kind.SEARCH, search, redirect(302, "https://example.com/"), "which is not gone to"),
                Arguments.of(Kind.RECOMMENDATION, recommended, status(403), "refuses it to everybody"),
                Arguments.of(Kind.RECOMMENDATION, recommended, page("application/json", "[]"), "JSON, but no object"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("beside")
    void what_is_told_beside_pages_is_told_with_its_age_and_the_cause(
            Kind kind, String url, Script script, String cause) throws Exception {
        String before;
        try (Shelf shelf = shelf()) {
            before = text(shelf, kind).thing();
        }
        simulator.on(url, script);
        clock.turn(kind == Kind.CONTENTS ? Duration.ofDays(10) : Duration.ofDays(3));
        try (Shelf shelf = shelf()) {
            Answer.Have<String> told = text(shelf, kind);
            assertThat(told.thing()).isEqualTo(before);
            assertThat(told.copy().note())
                    .hasValueSatisfying(note -> assertThat(note)
                            .contains("last confirmed by AWS at 2030-01-01T00:00:00Z", " days ago", cause));
        }
    }

    private Answer.Have<String> text(Shelf shelf, Kind kind) throws UpstreamFailed {
        Origin origin = switch (kind) {
            case CONTENTS -> (known, ended) -> sites.guide(GuideFile.CONTENTS, GUIDE, known, ended);
            case SEARCH -> (known, ended) -> sites.search(SearchQuestion.of("berth quotas"), ended);
            case RECOMMENDATION -> (known, ended) -> sites.recommend(GUIDE + "berths.html", ended);
            case PAGE -> throw new IllegalArgumentException("A page is no text");
        };
        return (Answer.Have<String>) shelf.text(new Key(kind, "it"), origin, new Cancellation());
    }

    /** That a page has not changed is no fault where that was asked, of a copy that has a validator. */
    @Test
    void a_page_that_has_not_changed_is_good_again() throws Exception {
        keep(page("text/html", OLD, "ETag", "\"old\""));
        simulator.on(PAGE, status(304));
        clock.turn(Duration.ofDays(3));
        try (Shelf shelf = shelf()) {
            Answer.Have<Document> told = have(shelf);
            assertThat(told.thing().text()).contains("As it was.");
            assertThat(told.copy().note()).isEmpty();
        }
    }

    /** That there is no such page any more is an answer, and no fault: what was kept of it is not told as if there were. */
    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void a_page_that_is_gone_is_gone(int status) throws Exception {
        keep(page("text/html", OLD));
        simulator.on(PAGE, status(status));
        clock.turn(Duration.ofDays(3));
        try (Shelf shelf = shelf()) {
            assertThat(shelf.page(PAGE, new Cancellation()))
                    .isInstanceOfSatisfying(
                            Answer.Missing.class,
                            missing -> assertThat(missing.failure(PAGE)).contains("status code " + status));
        }
    }

    private void keep(Script good) throws Exception {
        simulator.on(PAGE, good);
        try (Shelf shelf = shelf()) {
            assertThat(have(shelf).copy().note()).isEmpty();
        }
    }

    private static void told(Shelf shelf, String cause) throws UpstreamFailed {
        Answer.Have<Document> told = have(shelf);
        assertThat(told.thing().text()).contains("As it was.");
        assertThat(told.copy().note())
                .hasValue(
                        "This copy was last confirmed by AWS at 2030-01-01T00:00:00Z, 3 days ago, and AWS did not answer"
                                + " since: Failed to fetch " + PAGE + cause);
    }

    private static Answer.Have<Document> have(Shelf shelf) throws UpstreamFailed {
        return (Answer.Have<Document>) shelf.page(PAGE, new Cancellation());
    }

    private Shelf shelf() {
        return new Shelf(
                ShelfLimits.DEFAULT,
                sites,
                IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, clock),
                clock);
    }
}
