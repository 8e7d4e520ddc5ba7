package io.yumen.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PacesTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void tools_have_rates_by_their_names() {
        Paces paces = paces(new PaceConfig(
                Optional.empty(),
                Optional.empty(),
                Map.of("search*", RateConfig.parse("1/m burst 1"), "a.b", rate(1))));
        assertThat(paces.uses("alice", "search_documentation")).isEmpty();
        assertThat(paces.uses("bob", "search\nall")).map(Exceeded::limit).hasValue("tool search*");
        assertThat(paces.uses("bob", "read")).isEmpty();
        assertThat(paces.uses("bob", "axb")).isEmpty();
        assertThat(paces.uses("bob", "a.b")).isEmpty();
        assertThat(paces.uses("bob", "a.b")).isPresent();
    }

    @Test
    void each_principal_has_its_own_and_all_share_the_servers() {
        Paces paces = paces(new PaceConfig(Optional.of(rate(3)), Optional.of(rate(2)), Map.of()));
        assertThat(paces.uses("alice", "t")).isEmpty();
        assertThat(paces.uses("alice", "t")).isEmpty();
        assertThat(paces.uses("alice", "t")).map(Exceeded::limit).hasValue("principal at docs");
        assertThat(paces.uses("bob", "t")).as("alice's third took nothing").isEmpty();
        assertThat(paces.uses("bob", "t")).map(Exceeded::limit).hasValue("server docs");
    }

    private static RateConfig rate(int burst) {
        return RateConfig.parse("1/h burst " + burst);
    }

    private Paces paces(PaceConfig config) {
        return new Paces("docs", config, now::get);
    }
}
