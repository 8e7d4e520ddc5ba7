package io.yumen.backend.life;

import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.ServerState;
import io.yumen.exchange.Asker;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The connections of one scope: one for each replica, and more where a connection can serve only one client at a time that
 * can be asked something. A request takes the least loaded connection that is well.
 */
final class Lanes {
    private static final Asker DIRECT = (question, client) -> client.ask(question);

    private final LineContext context;
    private final List<Connector> connectors;
    private final ConnectFor who;
    private final LineWatcher watcher;
    private final Gate gate;
    private final List<Lane> lanes = new ArrayList<>();
    private boolean retired;

    /** The connections of all lanes; whoever asks for them takes no lock: each call does. */
    private volatile List<Line> lines;

    /** Whether calls that may lead to questions go apart: known since a connection of this scope was opened. */
    private volatile boolean oneAtATime;

    /** How a request takes a lane. */
    enum Hold {
        /** It cannot lead to a question, or it does not matter whom the question goes to: it goes at once. */
        FREE,
        /** It may lead to questions, which its client cannot be asked: together with others of that kind. */
        TOGETHER,
        /** It may lead to questions to its client, so that nobody else's may be under way on the same connection. */
        ALONE
    }

    /** A connection for as long as one request takes; closed when the request has its answer. Questions pass the asker. */
    record Lease(Line line, Connection connection, Asker asker, Runnable back) implements AutoCloseable {
        /** The same, with something more to do when it ends. */
        Lease then(Runnable more) {
            return new Lease(line, connection, asker, () -> {
                back.run();
                more.run();
            });
        }

        @Override
        public void close() {
            line.release();
            back.run();
        }
    }

    /** One connection and who holds it. Guarded by the gate. */
    private static final class Lane {
        private final Line line;
        private int together;
        private boolean alone;
        private int asking;

        Lane(Line line) {
            this.line = line;
        }

        boolean take(Hold hold) {
            boolean free = switch (hold) {
                case FREE -> true;
                case TOGETHER -> !alone;
                case ALONE -> !alone && together == 0;
            };
            if (free) {
                alone |= hold == Hold.ALONE;
                together += hold == Hold.TOGETHER ? 1 : 0;
            }
            return free;
        }

        void give(Hold hold) {
            alone &= hold != Hold.ALONE;
            together -= hold == Hold.TOGETHER ? 1 : 0;
        }
    }

    Lanes(LineContext context, List<Connector> connectors, ConnectFor who, LineWatcher watcher) {
        this.context = context;
        this.connectors = connectors;
        this.who = who;
        this.watcher = watcher;
        this.gate = new Gate(context.clock());
        connectors.forEach(connector -> lanes.add(new Lane(line(connector))));
        this.lines = linesOf(lanes);
    }

    /**
     * A connection for one request.
     *
     * @throws RpcException when there is none
     */
    Lease acquire(Hold hold, Cancellation cancellation) {
        if (hold == Hold.FREE) {
            return free(cancellation);
        }
        if (!oneAtATime) {
            Lease lease = free(cancellation);
            if (lease.connection().attributesRequests()) {
                return lease;
            }
            lease.close();
            oneAtATime = true;
        }
        return held(hold, cancellation);
    }

    /** Opens what is to be open always. */
    void open() {
        lines().forEach(Line::open);
    }

    void retire() {
        gate.change(() -> retired = true);
        lines().forEach(Line::retire);
    }

    List<Line> lines() {
        return lines;
    }

    /** A connection whoever else uses it; where one fails to open, the next one is tried. */
    private Lease free(Cancellation cancellation) {
        List<Line> candidates = candidates();
        RpcException failure = null;
        for (Line line : candidates) {
            try {
                return new Lease(line, line.acquire(cancellation), DIRECT, () -> {});
            } catch (RpcException refused) {
                if (refused.error().code() != ErrorCode.UNAVAILABLE || cancellation.isCancelled()) {
                    throw refused;
                }
                failure = failure == null ? refused : failure;
            }
        }
        throw failure == null ? context.outage().now("was stopped") : failure;
    }

    private List<Line> candidates() {
        List<Line> all = lines();
        if (all.size() == 1) {
            return all;
        }
        List<Line> usable = all.stream()
                .filter(line -> line.isUsable() && (line.isLive() || isReplica(all, line)))
                .sorted(Comparator.comparingInt(Line::inFlight))
                .toList();
        return usable.isEmpty() ? all.subList(0, 1) : usable;
    }

    /** Lanes beyond the replicas are opened by those who hold them, and by nobody else. */
    private boolean isReplica(List<Line> all, Line line) {
        return all.indexOf(line) < connectors.size();
    }

    private Lease held(Hold hold, Cancellation cancellation) {
        Duration limit = context.config().timeouts().connection();
        Lane lane = gate.await(() -> lane(hold), limit, cancellation);
        if (lane == null) {
            throw context.outage()
                    .now("is busy: all " + context.config().limits().lanes() + " lanes are held");
        }
        Runnable back = () -> gate.change(() -> lane.give(hold));
        try {
            Connection connection = lane.line.acquire(cancellation);
            return new Lease(lane.line, connection, (question, client) -> ask(lane, question, client), back);
        } catch (RuntimeException refused) {
            back.run();
            throw refused;
        }
    }

    /**
     * Who is asked may think for minutes, and nobody else may use the lane meanwhile: it does not count, so that others get
     * another one. How many questions wait is limited before, and connections in all.
     */
    private ObjectNode ask(Lane lane, InputRequest question, Client client) {
        gate.change(() -> lane.asking++);
        try {
            return client.ask(question);
        } finally {
            gate.change(() -> lane.asking--);
        }
    }

    private @Nullable Lane lane(Hold hold) {
        if (retired) {
            throw context.outage().now("was stopped");
        }
        for (Lane lane : lanes) {
            if (lane.line.isLive() && lane.take(hold)) {
                return lane;
            }
        }
        for (Lane lane : lanes) {
            if (!lane.line.isLive() && lane.take(hold)) {
                return lane;
            }
        }
        if (lanes.stream().filter(lane -> lane.asking == 0).count()
                >= Math.max(context.config().limits().lanes(), connectors.size())) {
            return null;
        }
        Lane added = new Lane(line(connectors.get(lanes.size() % connectors.size())));
        lanes.add(added);
        lines = linesOf(lanes);
        added.take(hold);
        return added;
    }

    private static List<Line> linesOf(List<Lane> lanes) {
        return lanes.stream().map(lane -> lane.line).toList();
    }

    private Line line(Connector connector) {
        return new Line(context, connector, who, watcher);
    }

    /** The states of its connections. */
    List<ServerState> states() {
        return lines().stream().map(Line::state).toList();
    }
}
