package io.yumen.catalogue.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Each kind has a time and a room of its own. */
class SegmentsTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger readings = new AtomicInteger();
    private final Segments<String> segments = new Segments<>(
            Map.of(
                    "short", new SegmentLimits(Duration.ofSeconds(1), 100_000),
                    "long", new SegmentLimits(Duration.ofMinutes(1), 100_000),
                    "small", new SegmentLimits(Duration.ofMinutes(1), 1_000),
                    "off", new SegmentLimits(Duration.ZERO, 100_000)),
            String::length,
            now::get);

    @Test
    void each_kind_has_its_own_time() {
        assertThat(read("short", "a")).isEqualTo("read 1");
        assertThat(read("long", "a")).isEqualTo("read 2");
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(read("short", "a")).isEqualTo("read 3");
        assertThat(read("long", "a")).isEqualTo("read 2");
    }

    @Test
    void what_is_turned_off_is_read_each_time() {
        assertThat(read("off", "a")).isEqualTo("read 1");
        assertThat(read("off", "a")).isEqualTo("read 2");
        assertThat(statistics("off")).isEqualTo(new CacheStatistics(0, 0, 0));
    }

    @Test
    void much_of_one_kind_does_not_push_out_another() {
        read("long", "kept");
        for (int i = 0; i < 1_000; i++) {
            read("small", "question " + i);
        }
        int before = readings.get();
        read("long", "kept");
        assertThat(readings).hasValue(before);
        assertThat(statistics("small").bytes()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void hits_and_misses_are_counted_for_each_kind() {
        read("long", "a");
        read("long", "a");
        read("long", "b");
        read("short", "a");
        CacheStatistics statistics = statistics("long");
        assertThat(statistics.hits()).isEqualTo(1);
        assertThat(statistics.misses()).isEqualTo(2);
        assertThat(statistics.bytes()).isPositive();
        assertThat(statistics("short").misses()).isEqualTo(1);
    }

    @Test
    void who_closes_it_forgets_everything() {
        read("long", "a");
        segments.close();
        assertThat(segments.isClosed()).isTrue();
        assertThat(statistics("long").bytes()).isZero();
        assertThat(read("long", "a")).isEqualTo("read 2");
        assertThat(read("long", "a")).isEqualTo("read 3");
    }

    @Test
    void a_kind_that_there_is_not_is_a_mistake() {
        assertThatThrownBy(() -> read("none", "a")).hasMessageContaining("There is no kind \"none\"");
        assertThatThrownBy(() -> new SegmentLimits(Duration.ofSeconds(-1), 1)).hasMessageContaining("not negative");
        assertThatThrownBy(() -> new SegmentLimits(Duration.ZERO, 0)).hasMessageContaining("positive");
    }

    private CacheStatistics statistics(String kind) {
        return Objects.requireNonNull(segments.statistics().get(kind));
    }

    private String read(String kind, String text) {
        Question question = new Question("backend", new Principal(TenantId.LOCAL, "ann"), "", text);
        return segments.get(kind, question, new Cancellation(), () -> "read " + readings.incrementAndGet());
    }
}
