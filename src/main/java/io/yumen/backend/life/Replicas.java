package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The replicas of a server as one connector, for connections that belong to somebody and so stay with one replica: each is
 * opened to the next replica in turn, to one that failed lately only when no other is left.
 */
final class Replicas implements Connector {
    private static final Duration LATELY = Duration.ofSeconds(10);

    private final List<Replica> replicas;
    private final BackendClock clock;
    private final AtomicInteger turn = new AtomicInteger();

    Replicas(List<Connector> connectors, BackendClock clock) {
        long longAgo = clock.nanoTime() - LATELY.toNanos();
        this.replicas = connectors.stream()
                .map(connector -> new Replica(connector, new AtomicLong(longAgo)))
                .toList();
        this.clock = clock;
    }

    private record Replica(Connector connector, AtomicLong failedNanos) {}

    @Override
    public Connection connect(ConnectRequest request) {
        ConnectException failure = null;
        for (Replica replica : inTurn()) {
            try {
                return replica.connector().connect(request);
            } catch (ConnectException refused) {
                if (Thread.currentThread().isInterrupted()) {
                    throw refused;
                }
                replica.failedNanos().set(clock.nanoTime());
                failure = refused;
            }
        }
        throw failure == null ? new ConnectException("it has no replica") : failure;
    }

    private List<Replica> inTurn() {
        int first = Math.floorMod(turn.getAndIncrement(), replicas.size());
        List<Replica> order = new ArrayList<>(replicas.subList(first, replicas.size()));
        order.addAll(replicas.subList(0, first));
        long now = clock.nanoTime();
        order.sort(Comparator.comparing(replica -> now - replica.failedNanos().get() < LATELY.toNanos()));
        return order;
    }
}
