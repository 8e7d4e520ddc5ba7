package io.yumen.app;

import io.yumen.app.access.State;
import io.yumen.audit.trail.TrailConfig;
import io.yumen.config.AuditSettings;
import io.yumen.config.GatewaySettings;
import io.yumen.config.ServerSettings;
import io.yumen.config.ServiceSettings;
import io.yumen.config.TlsSettings;
import io.yumen.process.OwnPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What of a gateway no process of a server may see, as its settings say. */
final class Secluded {
    private static final Pattern BUS_PATH = Pattern.compile("unix:path=(/[^,;\\p{Cntrl}]+)");

    private Secluded() {}

    /**
     * Where the session of the gateway's user starts programs for whoever asks: the bus, and systemd's own socket. A child that could
     * ask there would have a program run outside of its world.
     */
    static Set<Path> sessionPlaces(Map<String, String> environment) {
        Set<Path> places = new LinkedHashSet<>();
        Stream.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""), "/run/user/" + user())
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .forEach(folder -> places.addAll(List.of(folder.resolve("bus"), folder.resolve("systemd"))));
        BUS_PATH.matcher(environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", ""))
                .results()
                .map(found -> Path.of(found.group(1)))
                .forEach(places::add);
        return places;
    }

    private static String user() {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No system that has such places.
            return "none";
        }
    }

    /** Its state, its audit, and its keys, and the session of its user. */
    static OwnPlaces places(GatewaySettings settings) {
        Path state = State.folder(settings.state());
        AuditSettings audit = settings.audit().in(state.toString());
        Path trail = Path.of(String.valueOf(audit.directory()));
        OwnPlaces own = OwnPlaces.NONE
                .withFolder(state)
                .withFolder(trail)
                .withFolder(TrailConfig.anchorsOf(trail))
                .withFile(Path.of(String.valueOf(audit.key())));
        for (Path place : sessionPlaces(System.getenv())) {
            own = own.withSecret(place);
        }
        for (ServerSettings server : settings.mcpServers().values()) {
            ServiceSettings.Tls shown = server.asking().tls();
            own = shown == null ? own : shown.files().key().map(own::withSecret).orElse(own);
        }
        OwnPlaces places = State.lentKey(settings).map(own::withSecret).orElse(own);
        TlsSettings tls = settings.listen().tls();
        return tls == null ? places : places.withFile(tls.files().key());
    }
}
