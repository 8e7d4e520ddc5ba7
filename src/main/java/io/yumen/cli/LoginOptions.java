package io.yumen.cli;

import io.yumen.app.Bridges;
import io.yumen.app.access.State;
import io.yumen.oauth.OAuthConfig;
import io.yumen.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a user logs in to a gateway that wants that. */
final class LoginOptions {
    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--log-in",
            description = "Log in where the gateway wants that, and end: later connections of this user are let in.")
    private boolean now;

    @Option(names = "--no-browser", description = "Open no browser: print the page to standard error and nothing else.")
    private boolean silent;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = {
                "Who this program is to the gateway's authorization server. Left out, it registers itself.",
                "Its secret, where it has one, stands in YUMEN_CLIENT_SECRET."
            })
    private @Nullable String clientId;

    @Option(
            names = "--client-metadata",
            paramLabel = "URL",
            description = "Where a document about this program lies, for authorization servers that read such.")
    private @Nullable URI document;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "What to ask for in place of what the gateway names; may be given more than once.")
    private List<String> scopes = List.of();

    @Option(
            names = "--callback-port",
            paramLabel = "N",
            description = "The port of 127.0.0.1 to which the browser comes back. Default: any that is free.")
    private int port;

    /** Whether there is nothing to do but to log in. */
    boolean isLoginAlone() {
        return now;
    }

    /** @throws IllegalArgumentException where that cannot be */
    Bridges.LogIn read(Map<String, String> environment) {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("--callback-port is a number up to " + LAST_PORT + ", not " + port);
        }
        if (document != null && !"https".equals(document.getScheme())) {
            throw new IllegalArgumentException("--client-metadata is an https URL, not " + document);
        }
        String secret = environment.getOrDefault("YUMEN_CLIENT_SECRET", "");
        return new Bridges.LogIn(
                new OAuthConfig.ClientConfig(
                        clientId,
                        secret.isEmpty() ? null : new Secret(secret),
                        null,
                        document == null ? null : document.toString()),
                scopes,
                port,
                State.folder(null).resolve("connect"),
                this::show);
    }

    /** Standard output belongs to the protocol. */
    private void show(URI page) {
        System.err.println("The gateway wants you to log in. Open this page in a browser:\n  " + page
                + "\nWhere that browser runs on another machine, it ends at an address of 127.0.0.1 that it cannot open: fetch"
                + " that\naddress here, as in: curl 'http://127.0.0.1:...'");
        if (!silent) {
            WebBrowser.open(page);
        }
    }
}
