package io.yumen.app.servers;

import io.yumen.config.ServerSettings;
import io.yumen.config.ServiceSettings;
import io.yumen.http.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How the system behind a service is asked, of the settings of its server. */
final class Asking {
    private Asking() {}

    /**
     * Says whether the system at that address can be asked so.
     *
     * @throws StartException where it cannot; the message says why
     */
    static void check(ServerSettings settings, URI base) {
        if (tls(settings).isPresent() && !"https".equalsIgnoreCase(base.getScheme())) {
            throw new StartException("\"tls\" is for a \"url\" that begins with https://");
        }
    }

    /**
     * Whom it is believed to be by other files than Java's own, and what is shown to it; empty where nothing is said.
     *
     * @throws StartException where the files cannot be used; the message says why
     */
    static Optional<ClientTls> tls(ServerSettings settings) {
        ServiceSettings.Tls said = settings.asking().tls();
        try {
            return said == null ? Optional.empty() : Optional.of(new ClientTls(said.files()));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException("The \"tls\" of a service: " + e.getMessage());
        }
    }

    /** How long it may take, where that is not said. */
    static Duration timeout(ServerSettings settings, Duration usual) {
        Integer said = settings.asking().timeoutSec();
        return said == null ? usual : Duration.ofSeconds(said);
    }
}
