package io.yumen.app.servers;

import io.yumen.catalogue.FixedQuery;
import io.yumen.config.ServerSettings;
import io.yumen.config.ServiceSettings;
import io.yumen.http.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How the system behind a service is asked, of the settings of its server. */
final class Asking {
    /** What is known of a caller alone, where all ask by one connection. */
    private static final Pattern OF_CALLERS = Pattern.compile("\\$\\{(?:user|session|client)\\.[^}]*}");

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
        settings.asking().query().forEach((name, value) -> {
            if (OF_CALLERS.matcher(value).find()) {
                throw new StartException(
                        "\"" + name + "\" of \"query\" is the same for all callers, and is not filled with what"
                                + " stands for one of them (${user...}, ${session...}, ${client...}); write ${env:NAME} or ${file:path}");
            }
        });
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

    /** What stands in the query of each request. */
    static FixedQuery query(ServerSettings settings) {
        ServiceSettings.Asking asking = settings.asking();
        return new FixedQuery(asking.query(), Set.copyOf(asking.shownQuery()));
    }

    /** How long it may take, where that is not said. */
    static Duration timeout(ServerSettings settings, Duration usual) {
        Integer said = settings.asking().timeoutSec();
        return said == null ? usual : Duration.ofSeconds(said);
    }
}
