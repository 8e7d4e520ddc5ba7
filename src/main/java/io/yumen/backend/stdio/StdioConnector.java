package io.yumen.backend.stdio;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.legacy.LegacyHandshake;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.modern.ModernConnection;
import io.yumen.backend.modern.ModernHandshake;
import io.yumen.process.ChildException;
import io.yumen.process.Children;
import io.yumen.protocol.Era;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server as a child process and opens a connection to it. The first time it asks which era the server speaks;
 * later it knows. A server that cannot bear the question is started once more and not asked.
 */
public final class StdioConnector implements Connector {
    private static final Logger log = LoggerFactory.getLogger(StdioConnector.class);

    private final Function<ScopeKey, StdioConfig> configs;
    private final Children children;
    private volatile @Nullable Era known;

    public StdioConnector(StdioConfig config, Children children) {
        this(scope -> config, children);
    }

    /** @param configs the process of a scope: its arguments and environment may name whose it is */
    public StdioConnector(Function<ScopeKey, StdioConfig> configs, Children children) {
        this.configs = configs;
        this.children = children;
    }

    @Override
    public Connection connect(ConnectRequest request) {
        StdioConfig config = config(request.scope());
        try {
            Connection connection = open(config, request);
            known = connection.description().revision().era();
            return connection;
        } catch (ChildException e) {
            throw new ConnectException(sentence(e.getMessage()), e);
        } catch (RpcException e) {
            known = null;
            throw new ConnectException(
                    "It refused the handshake: " + e.error().message() + ". Is it an MCP server?", e);
        } catch (DeliveryException e) {
            known = null;
            throw new ConnectException(sentence(e.getMessage()) + ". Run its command in a terminal to see why.", e);
        }
    }

    private StdioConfig config(ScopeKey scope) {
        try {
            return configs.apply(scope);
        } catch (IllegalArgumentException e) {
            throw new ConnectException("Its configuration cannot be used: " + e.getMessage(), e);
        }
    }

    private Connection open(StdioConfig config, ConnectRequest request) {
        Attempt attempt = new Attempt(config, request);
        Revision pinned = config.revision();
        Era era = pinned == null ? known : pinned.era();
        if (era == Era.LEGACY) {
            return attempt.on(attempt::legacy);
        }
        if (era == Era.MODERN) {
            return attempt.on(attempt::modern);
        }
        try {
            return attempt.on(attempt::findOut);
        } catch (DeliveryException e) {
            log.atInfo()
                    .addKeyValue("server", config.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("Server ended when it was asked for its era; started again as a legacy one");
            return attempt.on(attempt::legacy);
        }
    }

    private static String sentence(@Nullable String clause) {
        return clause == null || clause.isEmpty()
                ? "It cannot be reached"
                : Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    }

    /** One process, and the ways to open a connection to it. */
    private final class Attempt {
        private final StdioConfig config;
        private final ConnectRequest request;

        Attempt(StdioConfig config, ConnectRequest request) {
            this.config = config;
            this.request = request;
        }

        /** Starts the process; it ends again where no connection comes of it. */
        Connection on(Function<StdioLink, Connection> opening) {
            StdioLink link = StdioLink.start(config, children);
            try {
                return opening.apply(link);
            } catch (RuntimeException e) {
                link.close();
                throw e;
            }
        }

        Connection findOut(StdioLink link) {
            Optional<ModernConnection> modern = probe(link, config.link().probe());
            if (modern.isPresent()) {
                return modern.get();
            }
            try {
                return legacy(link);
            } catch (RpcException refused) {
                // A modern server that was too slow for the first question refuses to initialize.
                return probe(link, config.link().probe()).orElseThrow(() -> refused);
            }
        }

        Connection modern(StdioLink link) {
            return probe(link, config.link().handshake())
                    .orElseThrow(() -> DeliveryException.neverSent("it did not answer server/discover"));
        }

        Connection legacy(StdioLink link) {
            return new LegacyHandshake(config.name(), config.link(), revision -> {}).open(link, request);
        }

        private Optional<ModernConnection> probe(StdioLink link, Duration patience) {
            return new ModernHandshake(config.name(), config.link()).open(link, request, patience);
        }
    }
}
