package io.yumen.admin.running;

import io.yumen.backend.Description;
import io.yumen.backend.ServerState;
import io.yumen.schema.Doc;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What operators see of one server.
 *
 * @param name its name
 * @param state the state of its life
 * @param tags its tags
 * @param offers how much it offers, as far as it is known
 * @param underWay requests under way to it
 * @param trouble why one of its lists could not be read; empty where all could
 * @param description what it said of itself, or null where it was never reached
 * @param isolation how far its processes are kept from the rest of the machine, or null where it has none, or they cannot start
 */
public record ServerReport(
        String name,
        ServerState state,
        Set<String> tags,
        Offers offers,
        int underWay,
        String trouble,
        @Nullable Description description,
        @Nullable String isolation) {
    public ServerReport {
        tags = Set.copyOf(tags);
    }

    /**
     * How many entries its lists have.
     *
     * @param withheld how many more it has that nobody has approved
     */
    public record Offers(int tools, int prompts, int resources, int templates, int withheld) {}

    /** As it is answered. */
    record Form(
            String name,
            @Doc("The state of its life") String state,
            @Doc("Why it is in that state") @Nullable String reason,

            @Doc("Whether a request would be sent to it, or would start it")
            boolean usable,

            @Doc("When it is tried again, where it failed") @Nullable
            Instant retryAt,

            List<String> tags,
            @Doc("Requests under way to it") int requestsUnderWay,

            @Doc("How much it offers, as far as it is known")
            Offers offers,

            @Doc("Why one of its lists could not be read") @Nullable
            String trouble,

            @Doc("The revision of MCP that it speaks, where it was reached") @Nullable
            String protocolVersion,

            @Doc("What it says of itself, where it was reached") @Nullable
            ObjectNode serverInfo,

            @Doc("How far its processes are kept from the rest of the machine, where it has some that can start")
            @Nullable
            String isolation) {}

    Form form() {
        return new Form(
                name,
                state.word(),
                orNull(state.reason()),
                isUsable(Instant.now()),
                state.isTroubled() && state instanceof ServerState.Down down ? down.startableAt() : null,
                tags.stream().sorted().toList(),
                underWay,
                offers,
                orNull(trouble),
                description == null ? null : description.revision().wire(),
                description == null ? null : description.serverInfo(),
                isolation);
    }

    /** Whether a request would be sent to it, or would start it. */
    private boolean isUsable(Instant now) {
        return !(state instanceof ServerState.Down down) || !down.startableAt().isAfter(now);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
