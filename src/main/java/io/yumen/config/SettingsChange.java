package io.yumen.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One step from the settings that are in force to those of a changed file. */
public sealed interface SettingsChange {
    /** The server's name. */
    String server();

    /** A server that was not there. */
    record Added(String server, ServerSettings settings) implements SettingsChange {}

    /** A server that is there no more. */
    record Removed(String server) implements SettingsChange {}

    /** A server that is reached or treated differently; it is opened anew. */
    record Replaced(String server, ServerSettings settings) implements SettingsChange {}

    /** A server that only appears differently; its connections stay. */
    record Adjusted(String server, ServerSettings settings) implements SettingsChange {}

    /** The steps from one to the other, removals first. */
    static List<SettingsChange> between(GatewaySettings before, GatewaySettings after) {
        Map<String, ServerSettings> old = before.enabledServers();
        Map<String, ServerSettings> current = after.enabledServers();
        List<SettingsChange> changes = new ArrayList<>();
        old.keySet().stream()
                .filter(name -> !current.containsKey(name))
                .forEach(name -> changes.add(new Removed(name)));
        current.forEach((name, settings) -> {
            ServerSettings known = old.get(name);
            if (known == null) {
                changes.add(new Added(name, settings));
            } else if (!settings.unadorned().equals(known.unadorned())) {
                changes.add(new Replaced(name, settings));
            } else if (!settings.equals(known)) {
                changes.add(new Adjusted(name, settings));
            }
        });
        return changes;
    }

    /**
     * Whether something changed that takes effect only at the next start: where to listen, names, limits, the audit, where
     * state lies, and the least isolation.
     */
    static boolean needsRestart(GatewaySettings before, GatewaySettings after) {
        return !before.listen().equals(after.listen())
                || !before.limits().withRates(after.limits().rates()).equals(after.limits())
                || !before.names().equals(after.names())
                || !before.audit().equals(after.audit())
                || !Objects.equals(before.state(), after.state())
                || !Objects.equals(before.masterKey(), after.masterKey())
                || before.minimumIsolation() != after.minimumIsolation();
    }
}
