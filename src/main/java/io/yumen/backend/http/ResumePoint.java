package io.yumen.backend.http;

import io.yumen.http.SseEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a broken stream is taken up again, and when. For one thread at a time. */
final class ResumePoint {
    private @Nullable String lastEventId;
    private @Nullable Duration retry;

    void take(SseEvent event) {
        if (event.id() != null) {
            lastEventId = event.id();
        }
        if (event.retry() != null) {
            retry = event.retry();
        }
    }

    Optional<String> lastEventId() {
        return Optional.ofNullable(lastEventId).filter(id -> !id.isEmpty());
    }

    /** How long the server asked us to wait. */
    Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }
}
