package io.yumen.hub.names;

import java.util.List;

/**
 * The names that one server offers.
 *
 * @param server the server's name
 * @param names the names, each once, in the server's order
 */
public record ServerNames(String server, List<String> names) {
    public ServerNames {
        names = List.copyOf(names);
    }
}
