package io.yumen.service.awsdocs.shelf;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where pages are kept may be in use for a while, as by the service that a reload replaces. */
final class DepotOnDemandTest {
    @TempDir
    private Path folder;

    @Test
    void a_folder_that_was_in_use_is_opened_when_it_is_free() {
        try (DepotOnDemand depot = new DepotOnDemand(this::open, Duration.ZERO)) {
            try (Depot other = open()) {
                assertThat(other.keys()).isEmpty();
                assertThat(depot.trouble())
                        .hasValueSatisfying(trouble -> assertThat(trouble)
                                .startsWith("Pages are kept in memory alone: ")
                                .contains("are in use by another process"));
                assertThat(depot.statistics().limit()).isZero();
            }
            assertThat(depot.trouble()).isEmpty();
            assertThat(depot.statistics().limit()).isPositive();
        }
    }

    @Test
    void it_is_not_tried_before_the_pause_is_over_nor_after_the_end() {
        AtomicInteger tries = new AtomicInteger();
        DepotOnDemand patient = new DepotOnDemand(() -> refused(tries), Duration.ofHours(1));
        DepotOnDemand hasty = new DepotOnDemand(() -> refused(tries), Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThat(patient.keys()).isEmpty();
        }
        assertThat(tries).hasValue(1);
        hasty.keys();
        hasty.keys();
        assertThat(tries).hasValue(3);
        hasty.close();
        hasty.keys();
        assertThat(tries).hasValue(3);
    }

    private Depot open() {
        return IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, InstantSource.system());
    }

    private static Depot refused(AtomicInteger tries) {
        tries.incrementAndGet();
        throw new DepotRefused("it is in use", new IllegalStateException());
    }
}
