package io.yumen.app;

import io.yumen.app.access.State;
import io.yumen.audit.trail.TrailConfig;
import io.yumen.config.AuditSettings;
import io.yumen.config.GatewaySettings;
import io.yumen.config.TlsSettings;
import io.yumen.process.OwnPlaces;
import java.nio.file.Path;

/** What of a gateway no process of a server may see, as its settings say. */
final class Secluded {
    private Secluded() {}

    /** Its state, its audit, and its keys. */
    static OwnPlaces places(GatewaySettings settings) {
        Path state = State.folder(settings.state());
        AuditSettings audit = settings.audit().in(state.toString());
        Path trail = Path.of(String.valueOf(audit.directory()));
        OwnPlaces own = OwnPlaces.NONE
                .withFolder(state)
                .withFolder(trail)
                .withFolder(TrailConfig.anchorsOf(trail))
                .withFile(Path.of(String.valueOf(audit.key())));
        OwnPlaces places = State.lentKey(settings).map(own::withSecret).orElse(own);
        TlsSettings tls = settings.listen().tls();
        return tls == null ? places : places.withFile(tls.files().key());
    }
}
