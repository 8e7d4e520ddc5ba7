package io.yumen.service.prometheus;

import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a query beside the query itself, as of one time: where Prometheus fails at it, that is left out, and it is not asked
 * for more. For one call and one thread.
 */
final class Counts {
    private final Cost cost;
    private final Instant time;
    private final Call call;
    private boolean isOver;

    Counts(Cost cost, Instant time, Call call) {
        this.cost = cost;
        this.time = time;
        this.call = call;
    }

    /** Of what type its result is; null where that is not told. */
    @Nullable
    String typeOf(String query) {
        String type = tried(() -> cost.typeOf(query, call));
        return type == null || type.isEmpty() ? null : type;
    }

    /** How many series a vector has; null where they could not be counted. */
    @Nullable
    Long seriesOf(String query) {
        return tried(() -> cost.seriesOf(query, time, call));
    }

    private <T> @Nullable T tried(Asking<T> asking) {
        if (isOver) {
            return null;
        }
        try {
            return asking.ask();
        } catch (ToolFailure e) {
            // What fails once, perhaps after a long wait, is not tried for each selector.
            isOver = true;
            return null;
        }
    }

    private interface Asking<T> {
        @Nullable
        T ask();
    }
}
