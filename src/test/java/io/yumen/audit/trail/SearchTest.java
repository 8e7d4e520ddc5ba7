package io.yumen.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in trails. */
final class SearchTest {
    @TempDir
    private Path folder;

    private TrailConfig config;

    @BeforeEach
    void record() {
        config = Trails.in(folder, Trails.LIMITS.withSizes(3_000, 1_000_000));
        try (Trail one = Trails.start(config);
                Trail other = Trails.start(config)) {
            for (int i = 0; i < 20; i++) {
                one.recordDurably(Trails.call("one-" + i));
                other.recordDurably(Trails.call("other-" + i % 2));
            }
        }
    }

    @Test
    void the_newest_of_all_trails_come_first() throws IOException {
        assertThat(names(Query.all().with("kind", "call")))
                .hasSize(40)
                .startsWith("other-1", "one-19", "other-0", "one-18");
    }

    @Test
    void only_what_says_so_is_found() throws IOException {
        assertThat(names(Query.all().with("name", "one-7"))).containsExactly("one-7");
        assertThat(names(Query.all().with("name", "other-1"))).hasSize(10);
        assertThat(names(Query.all().with("name", "one-"))).isEmpty();
        assertThat(names(Query.all().with("principal", "local").with("outcome", "denied")))
                .isEmpty();
        assertThat(names(Query.all().with("place", "/mcp").with("name", "one-1")))
                .hasSize(1);
    }

    @Test
    void the_limit_and_the_times_hold() throws IOException {
        assertThat(names(new Query(Map.of("kind", "call"), null, null, 3))).hasSize(3);
        Instant later = Instant.now().plusSeconds(60);
        assertThat(names(new Query(Map.of(), later, null, 100))).isEmpty();
        assertThat(names(new Query(Map.of("kind", "call"), null, later, 100))).hasSize(40);
        assertThat(names(new Query(Map.of(), null, later.minusSeconds(3600), 100)))
                .isEmpty();
    }

    private List<String> names(Query query) throws IOException {
        return new Search(config.directory())
                .find(query).stream()
                        .map(record -> record.path("name").asString(""))
                        .toList();
    }
}
