package io.yumen.hub.names;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * With what the names begin that carry a server. Takes time in proportion to a name's length, however many servers there are.
 *
 * @param servers the servers by their prefix; several where their names differ only in characters that not every client accepts
 * @param lengths how long prefixes are
 */
record Prefixes(Map<String, List<String>> servers, Set<Integer> lengths) {
    static Prefixes of(List<ServerNames> servers) {
        Map<String, List<String>> byPrefix =
                servers.stream().map(ServerNames::server).collect(Collectors.groupingBy(NameTable::prefix));
        return new Prefixes(
                byPrefix, byPrefix.keySet().stream().map(String::length).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether that name of that server begins like those that carry another one. */
    boolean isOfAnother(String server, String name) {
        return lengths.stream()
                .filter(length -> length <= name.length())
                .flatMap(length -> servers.getOrDefault(name.substring(0, length), List.of()).stream())
                .anyMatch(other -> !other.equals(server));
    }
}
