package io.yumen.backend.http;

import io.yumen.http.SseEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a broken stream is taken up again, and when. For one thread at a time. */
final class ResumePoint {
    private @Nullable String lastEventId;
    private @Nullable Duration retry;
    private int barren;

    void take(SseEvent event) {
        boolean isNew = event.id() != null && !event.id().equals(lastEventId);
        if (isNew || !event.data().isEmpty()) {
            barren = 0;
        }
        if (event.id() != null) {
            lastEventId = event.id();
        }
        if (event.retry() != null) {
            retry = event.retry();
        }
    }

    /** Notes that the stream broke. */
    void broke() {
        barren++;
    }

    /** How often in a row the stream broke without anything new having come; 1 after a stream that brought something. */
    int barren() {
        return barren;
    }

    Optional<String> lastEventId() {
        return Optional.ofNullable(lastEventId).filter(id -> !id.isEmpty());
    }

    /** How long the server asked us to wait. */
    Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }
}
