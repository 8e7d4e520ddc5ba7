package io.yumen.hub.names;

import java.util.List;

/**
 * Something that several servers offer under one name.
 *
 * @param name the name, as the servers know it
 * @param servers who offers it, in the order of the configuration
 */
public record Collision(String name, List<String> servers) {
    public Collision {
        servers = List.copyOf(servers);
    }
}
