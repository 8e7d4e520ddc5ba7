package io.yumen.backend.life;

import io.yumen.backend.ServerState;
import io.yumen.backend.ServerState.BackingOff;
import io.yumen.backend.ServerState.Configured;
import io.yumen.backend.ServerState.Degraded;
import io.yumen.backend.ServerState.Ready;
import io.yumen.backend.ServerState.Starting;
import io.yumen.backend.ServerState.Stopped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The state of a server whose connections are in those states: the best of them says whether it answers. */
final class StateSummary {
    private StateSummary() {}

    /** The state, or the other where there is no connection at all. */
    static ServerState of(List<ServerState> states, ServerState otherwise) {
        return best(states).orElse(otherwise);
    }

    private static Optional<ServerState> best(List<ServerState> states) {
        return states.stream().min(Comparator.comparingInt(StateSummary::rank));
    }

    private static int rank(ServerState state) {
        return switch (state) {
            case Ready ready -> 0;
            case Degraded degraded -> 1;
            case Starting starting -> 2;
            case BackingOff waiting -> 3;
            case Stopped stopped -> stopped.cause() instanceof Stopped.GaveUp ? 4 : 5;
            case Configured configured -> 6;
        };
    }
}
