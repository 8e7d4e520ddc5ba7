package io.yumen.admin;

import io.yumen.backend.Description;
import io.yumen.backend.ServerState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
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
 */
public record ServerReport(
        String name,
        ServerState state,
        Set<String> tags,
        Offers offers,
        int underWay,
        String trouble,
        @Nullable Description description) {
    public ServerReport {
        tags = Set.copyOf(tags);
    }

    /**
     * How many entries its lists have.
     *
     * @param withheld how many more it has that nobody has approved
     */
    public record Offers(int tools, int prompts, int resources, int templates, int withheld) {}

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("state", state.word());
        putUnlessEmpty(json, "reason", state.reason());
        json.put("usable", isUsable(Instant.now()));
        if (state.isTroubled() && state instanceof ServerState.Down down) {
            json.put("retryAt", down.startableAt().toString());
        }
        tags.stream().sorted().forEach(json.putArray("tags")::add);
        json.put("requestsUnderWay", underWay);
        json.putObject("offers")
                .put("tools", offers.tools())
                .put("prompts", offers.prompts())
                .put("resources", offers.resources())
                .put("templates", offers.templates())
                .put("withheld", offers.withheld());
        putUnlessEmpty(json, "trouble", trouble);
        if (description != null) {
            json.put("protocolVersion", description.revision().wire());
            json.set("serverInfo", description.serverInfo());
        }
        return json;
    }

    /** Whether a request would be sent to it, or would start it. */
    private boolean isUsable(Instant now) {
        return !(state instanceof ServerState.Down down) || !down.startableAt().isAfter(now);
    }

    private static void putUnlessEmpty(ObjectNode json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }
}
