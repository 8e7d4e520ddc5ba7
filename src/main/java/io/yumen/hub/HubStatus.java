package io.yumen.hub;

import io.yumen.backend.ServerState;
import io.yumen.hub.names.Collision;
import java.util.List;
import java.util.Set;

/**
 * What the hub offers at the moment, for its operator.
 *
 * @param servers the servers, in the order of the configuration
 * @param collisions what several servers offer under one name
 * @param subscriptions open subscriptions of clients
 */
public record HubStatus(List<Server> servers, List<Collision> collisions, int subscriptions) {
    public HubStatus {
        servers = List.copyOf(servers);
        collisions = List.copyOf(collisions);
    }

    /**
     * One server.
     *
     * @param name its name
     * @param state the state of its life
     * @param tags its tags
     * @param offers how much it offers, as far as it is known
     * @param underWay requests under way to it
     * @param trouble why one of its lists could not be read; empty where all could
     */
    public record Server(
            String name, ServerState state, Set<String> tags, Offers offers, int underWay, String trouble) {}

    /**
     * How many entries the lists of a server have.
     *
     * @param withheld how many more it has that nobody has approved
     */
    public record Offers(int tools, int prompts, int resources, int templates, int withheld) {}
}
