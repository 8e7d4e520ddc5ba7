package io.yumen.service.prometheus;

import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.When;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How much a query would tell, asked before all of it is read. What Prometheus does not let be counted is passed: a scalar, which is one
 * series, and a query that is wrong, of which the query itself tells where.
 */
final class Cost {
    /** What Prometheus gives of one series. */
    private static final long MAX_POINTS = 11_000;

    /** What one answer is made of: a query that would be more is not asked. */
    private static final long MAX_POINTS_OF_ALL = 500_000;

    /** At how many times of a range its series are counted. */
    private static final int LOOKS = 24;

    private final Api api;

    Cost(Api api) {
        this.api = api;
    }

    /** Refuses a range of too many points. Series that come and go are counted where they are, and not only at the end. */
    void requireFew(String query, Range range, Call call) {
        long points = range.points();
        if (points > MAX_POINTS) {
            throw new ToolFailure("That would be " + points + " points of each series, and " + MAX_POINTS
                    + " are the most; use a step of "
                    + Range.usualStep(range.length()).toSeconds()
                    + "s or a shorter range");
        }
        long series = greatest(api.tried("query_range", range.sparse(LOOKS).form(counted(query)), call));
        if (series * points > MAX_POINTS_OF_ALL) {
            throw new ToolFailure("That would be " + series * points + " points (" + series + " series of " + points
                    + "); aggregate, as in sum by (job) (...), take the greatest with topk(10, ...), use a wider step, or a"
                    + " shorter range");
        }
    }

    /** Refuses a range vector, as in {@code up[30d]}, of too many points. */
    void requireFew(String query, Instant time, Call call) {
        if (!query.contains("[")) {
            return;
        }
        Parameters form = new Parameters()
                .put("query", "sum(count_over_time(" + query + "\n))")
                .put("time", When.text(time));
        long points = greatest(api.tried("query", form, call));
        if (points > MAX_POINTS_OF_ALL) {
            throw new ToolFailure(
                    "That would be " + points + " points; take a shorter time in [...], fewer series, or a"
                            + " function of them, as in rate(...[5m]) or avg_over_time(...[1h])");
        }
    }

    /** Of what type its result is; empty where that is not told. Long ago there are no series, so that it costs next to nothing. */
    String typeOf(String query, Call call) {
        return api.tried("query", new Parameters().put("query", query).put("time", "0"), call)
                .type();
    }

    /** How many series a vector has at that time; null where Prometheus does not let that be counted. */
    @Nullable
    Long seriesOf(String query, Instant time, Call call) {
        Parameters form = new Parameters().put("query", counted(query)).put("time", When.text(time));
        Told told = api.tried("query", form, call);
        return told.isRefused() ? null : Long.valueOf(greatest(told));
    }

    /** The end of a line ends a comment, so that it does not swallow the bracket. */
    private static String counted(String query) {
        return "count(" + query + "\n)";
    }

    private static long greatest(Told told) {
        double greatest = 0;
        JsonNode first = told.result().path(0);
        for (JsonNode point : first.path("values")) {
            greatest = Math.max(greatest, point.path(1).asDouble(0));
        }
        return Math.round(Math.max(greatest, first.path("value").path(1).asDouble(0)));
    }

    /**
     * A range of time.
     *
     * @param step between two points
     */
    record Range(Instant start, Instant end, Duration step) {
        /** How many points a range has where nobody says how far they are apart. */
        private static final int USUAL_POINTS = 120;

        Range {
            if (!end.isAfter(start)) {
                throw new ToolFailure("The range ends before it begins: from " + start + " until " + end);
            }
            if (step.toMillis() < 1) {
                throw new ToolFailure("The step is a millisecond or more");
            }
        }

        static Duration usualStep(Duration length) {
            return Duration.ofSeconds(Math.max(1, length.toSeconds() / USUAL_POINTS));
        }

        Duration length() {
            return Duration.between(start, end);
        }

        long points() {
            return length().toMillis() / step.toMillis() + 1;
        }

        double stepSeconds() {
            return step.toMillis() / 1_000.0;
        }

        /** Some of its points, and the last one among them. */
        Range sparse(int steps) {
            long all = points() - 1;
            if (all <= steps) {
                return this;
            }
            long each = (all + steps - 1) / steps;
            Instant last = start.plus(step.multipliedBy(all));
            Duration wide = step.multipliedBy(each);
            return new Range(last.minus(wide.multipliedBy(all / each)), last, wide);
        }

        Parameters form(String query) {
            return new Parameters()
                    .put("query", query)
                    .put("start", When.text(start))
                    .put("end", When.text(end))
                    .put("step", stepSeconds() + "");
        }
    }
}
