package io.yumen.backend.local;

import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.Connector;
import io.yumen.backend.Description;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Connects to a service in our own process. The service outlives its connections: whoever made it closes it. Safe for many
 * threads.
 */
public final class LocalConnector implements Connector {
    private final String server;
    private final Handler service;
    private final Supplier<Optional<String>> trouble;
    private final LocalLimits limits;

    /**
     * A connector for that service.
     *
     * @param server its name in the configuration
     * @param service answers requests in the form of the modern era
     * @param trouble what is wrong with the service now; may take seconds
     */
    public LocalConnector(String server, Handler service, Supplier<Optional<String>> trouble, LocalLimits limits) {
        this.server = server;
        this.service = service;
        this.trouble = trouble;
        this.limits = limits;
    }

    @Override
    public Connection connect(ConnectRequest request) {
        LocalConnection connection = new LocalConnection(server, service, trouble, discover(), limits);
        connection.listen(request.events());
        return connection;
    }

    @Override
    public boolean tellsTrouble() {
        return true;
    }

    private Description discover() {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        Exchange exchange = ListChanges.exchange(Methods.DISCOVER, nothing, new Cancellation());
        try {
            ObjectNode offer = service.handle(exchange);
            return new Description(
                    Revision.NEWEST,
                    object(offer.get("capabilities")),
                    object(Meta.get(offer, Meta.SERVER_INFO)),
                    offer.path("instructions").asString(""));
        } catch (RpcException error) {
            throw new ConnectException("the service does not start: " + error.getMessage(), error);
        }
    }

    private static ObjectNode object(@Nullable JsonNode node) {
        return node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
