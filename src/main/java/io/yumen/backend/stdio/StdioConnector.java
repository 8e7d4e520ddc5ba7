package io.yumen.backend.stdio;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.DeliveryException;
import io.yumen.backend.legacy.LegacyHandshake;
import io.yumen.backend.modern.ModernConnection;
import io.yumen.backend.modern.ModernHandshake;
import io.yumen.process.ChildException;
import io.yumen.process.Children;
import io.yumen.protocol.Era;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server as a child process and opens a connection to it. The first time it asks which era the server speaks;
 * later it knows. A server that cannot bear the question is started once more and not asked.
 */
public final class StdioConnector implements Connector {
    private static final Logger log = LoggerFactory.getLogger(StdioConnector.class);

    private final StdioConfig config;
    private final Children children;
    private volatile @Nullable Era known;

    public StdioConnector(StdioConfig config, Children children) {
        this.config = config;
        this.children = children;
        Revision pinned = config.revision();
        this.known = pinned == null ? null : pinned.era();
    }

    @Override
    public Connection connect(ConnectRequest request) {
        try {
            Connection connection = open(request);
            known = connection.description().revision().era();
            return connection;
        } catch (ChildException e) {
            throw new ConnectException(sentence(e.getMessage()), e);
        } catch (RpcException e) {
            forget();
            throw new ConnectException(
                    "It refused the handshake: " + e.error().message() + ". Is it an MCP server?", e);
        } catch (DeliveryException e) {
            forget();
            throw new ConnectException(sentence(e.getMessage()) + ". Run its command in a terminal to see why.", e);
        }
    }

    private Connection open(ConnectRequest request) {
        if (known == Era.LEGACY) {
            return attempt(link -> legacy(link, request));
        }
        if (known == Era.MODERN) {
            return attempt(link -> modern(link, request, config.link().handshake())
                    .orElseThrow(() -> DeliveryException.neverSent("it did not answer server/discover")));
        }
        try {
            return attempt(link -> findOut(link, request));
        } catch (DeliveryException e) {
            log.atInfo()
                    .addKeyValue("server", config.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("Server ended when it was asked for its era; started again as a legacy one");
            return attempt(link -> legacy(link, request));
        }
    }

    private Connection findOut(StdioLink link, ConnectRequest request) {
        Optional<ModernConnection> modern = modern(link, request, config.link().probe());
        if (modern.isPresent()) {
            return modern.get();
        }
        try {
            return legacy(link, request);
        } catch (RpcException refused) {
            // A modern server that was too slow for the first question refuses to initialize.
            return modern(link, request, config.link().probe()).orElseThrow(() -> refused);
        }
    }

    private Optional<ModernConnection> modern(StdioLink link, ConnectRequest request, Duration patience) {
        return new ModernHandshake(config.name(), config.link()).open(link, request, patience);
    }

    private Connection legacy(StdioLink link, ConnectRequest request) {
        return new LegacyHandshake(config.name(), config.link(), revision -> {}).open(link, request);
    }

    private Connection attempt(Opening opening) {
        StdioLink link = StdioLink.start(config, children);
        try {
            return opening.open(link);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private void forget() {
        if (config.revision() == null) {
            known = null;
        }
    }

    private static String sentence(@Nullable String clause) {
        return clause == null || clause.isEmpty()
                ? "It cannot be reached"
                : Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    }

    /** Makes a connection of a link. */
    @FunctionalInterface
    private interface Opening {
        Connection open(StdioLink link);
    }
}
