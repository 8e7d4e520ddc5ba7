package io.yumen.backend.stdio;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.EraDetection;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.legacy.LegacyHandshake;
import io.yumen.backend.legacy.LegacyHandshake.Terms;
import io.yumen.backend.legacy.ServerTasks;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.modern.ModernConnection;
import io.yumen.backend.modern.ModernHandshake;
import io.yumen.process.ChildException;
import io.yumen.process.Children;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server as a child process and opens a connection to it. The first time it asks which era the server speaks;
 * later it knows. A server that cannot bear the question is started once more and not asked.
 */
public final class StdioConnector implements Connector {
    private final Function<ScopeKey, StdioConfig> configs;
    private final Children children;
    private final ServerTasks tasks = new ServerTasks();
    private final EraDetection eras = new EraDetection();

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
            Revision pinned = config.revision();
            return eras.open(new ToProcess(config, children, tasks, request), pinned == null ? null : pinned.era());
        } catch (ChildException e) {
            throw new ConnectException(sentence(e.getMessage()), e);
        } catch (RpcException e) {
            throw ConnectException.refused(e, "Is it an MCP server?");
        } catch (DeliveryException e) {
            throw new ConnectException(sentence(e.getMessage()) + ". Run its command in a terminal to see why.", e);
        }
    }

    private StdioConfig config(ScopeKey scope) {
        try {
            return configs.apply(scope);
        } catch (IllegalArgumentException e) {
            throw ConnectException.unusable(e);
        }
    }

    private static String sentence(@Nullable String clause) {
        return clause == null || clause.isEmpty()
                ? "It cannot be reached"
                : Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    }

    /** The ways to open a connection to one process. */
    private record ToProcess(StdioConfig config, Children children, ServerTasks tasks, ConnectRequest request)
            implements EraDetection.Openings {
        @Override
        public String server() {
            return config.name();
        }

        @Override
        public Link link() {
            return StdioPipe.start(config, children, request.events()::complained);
        }

        @Override
        public Optional<ModernConnection> modern(Link link, EraDetection.Patience patience) {
            return new ModernHandshake(config.name(), config.link()).open(link, request, patience);
        }

        @Override
        public Connection legacy(Link link) {
            return new LegacyHandshake(config.name(), new Terms(config.link(), tasks), revision -> {})
                    .open(link, request);
        }
    }
}
