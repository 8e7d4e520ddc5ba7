package io.yumen.service.kubernetes.look;

import io.yumen.catalogue.Parameters;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import io.yumen.service.kubernetes.api.Selection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells when an object is different. It looks how the object is, then hears what happens to it; when that ends, for whatever reason, it
 * looks again a little later, so that no change is missed. Runs on one thread until it is cancelled.
 */
final class Watch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** The cluster ends it after that; it is begun again. */
    private static final Duration ROUND = Duration.ofMinutes(5);

    /** A cluster that does not end it is gone. */
    private static final Duration LONGEST = ROUND.plusSeconds(30);

    private static final String UNKNOWN = "unknown";
    private static final String GONE = "gone";
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private final Supplier<Reach> cluster;
    private final ObjectUri object;
    private final Cancellation end;
    private final Runnable updated;
    private final BooleanSupplier isLate;

    /** The version that the listener knows; empty before the first look. */
    private String seen = "";

    /** @param isLate whether the first look comes later than who listens could wait: what was before it, he does not know */
    Watch(Supplier<Reach> cluster, ObjectUri object, Cancellation end, Runnable updated, BooleanSupplier isLate) {
        this.cluster = cluster;
        this.object = object;
        this.end = end;
        this.updated = updated;
        this.isLate = isLate;
    }

    /** @param looked is run when it has looked how the object is, or has seen that it cannot */
    void run(Runnable looked) {
        Duration pause = FIRST_PAUSE;
        while (!end.isCancelled()) {
            boolean isGood = round(looked);
            looked.run();
            pause = isGood ? FIRST_PAUSE : pause;
            try {
                end.pause(pause);
            } catch (RpcException over) {
                return;
            }
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    /** Looks and listens once; returns whether the cluster let it. */
    private boolean round(Runnable looked) {
        try {
            Reach reach = cluster.get();
            Kind kind = reach.kind(object.kind());
            String namespace = reach.namespace(object.namespace(), kind);
            if (kind.isNamespace()) {
                reach.requireNamespace(object.name());
            }
            String from = look(reach, kind, namespace);
            looked.run();
            listen(reach, kind, namespace, from);
            return true;
        } catch (ToolFailure failure) {
            // It may be there again, or allowed, at the next look.
            seen = seen.isEmpty() ? UNKNOWN : seen;
            return false;
        } catch (RpcException over) {
            return false;
        }
    }

    /** Returns the version of all from which on changes have not been seen. */
    private String look(Reach reach, Kind kind, String namespace) {
        Selection one = new Selection(namespace, null, "metadata.name=" + object.name());
        JsonNode list = reach.page(kind, one, 1, null, Request.METADATA);
        JsonNode found = Reach.items(list).path(0).path("metadata");
        see(found.path("resourceVersion").asString(GONE));
        return list.path("metadata").path("resourceVersion").asString("");
    }

    private void listen(Reach reach, Kind kind, String namespace, String from) {
        Parameters query = new Parameters()
                .put("watch", "true")
                .put("fieldSelector", "metadata.name=" + object.name())
                .put("resourceVersion", from)
                .put("timeoutSeconds", Long.toString(ROUND.toSeconds()));
        Request request = Request.get(kind.path(namespace), query, Request.WATCHED_METADATA);
        reach.lines(new Reach.Follow("get", kind, namespace, object.name(), request, LONGEST), this::hear);
    }

    private void hear(String line) {
        @Nullable JsonNode event = event(line);
        if (event == null) {
            see(UNKNOWN);
            return;
        }
        String version =
                event.path("object").path("metadata").path("resourceVersion").asString(UNKNOWN);
        switch (event.path("type").asString("")) {
            case "ADDED", "MODIFIED" -> see(version);
            case "DELETED" -> see(GONE);
            default -> {
                // The version is too old, or the cluster cannot go on: it ends, and one looks again.
            }
        }
    }

    private void see(String version) {
        boolean isNews = seen.isEmpty() ? isLate.getAsBoolean() : !seen.equals(version);
        seen = version;
        if (isNews) {
            updated.run();
        }
    }

    /** Null where it is none, as where metadata are so long that they were cut. */
    private static @Nullable JsonNode event(String line) {
        try {
            return CODEC.read(line.getBytes(StandardCharsets.UTF_8));
        } catch (RpcException e) {
            return null;
        }
    }
}
