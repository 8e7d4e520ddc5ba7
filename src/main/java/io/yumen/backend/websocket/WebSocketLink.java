package io.yumen.backend.websocket;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.Multiplexer;
import io.yumen.http.Duplex;
import io.yumen.http.HttpException;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.Upgrade;
import io.yumen.http.websocket.CloseStatus;
import io.yumen.http.websocket.Handshake;
import io.yumen.http.websocket.Heartbeat;
import io.yumen.http.websocket.Received;
import io.yumen.http.websocket.WebSocket;
import io.yumen.protocol.Message;

/** A link over one WebSocket, which it owns: closing the link closes that, and the other way round. */
final class WebSocketLink implements Link {
    private static final String SUBPROTOCOL = "mcp";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final WebSocket socket;
    private final Heartbeat heartbeat;
    private final Multiplexer multiplexer;

    private WebSocketLink(WebSocketBackendConfig config, WebSocket socket, Heartbeat heartbeat) {
        this.socket = socket;
        this.heartbeat = heartbeat;
        this.multiplexer = new Multiplexer(config.name(), config.link(), new ToServer());
    }

    /**
     * Opens the WebSocket.
     *
     * @throws DeliveryException when there is none
     */
    static WebSocketLink open(WebSocketBackendConfig config, RelayClient client, Heartbeat heartbeat) {
        int maxBytes = config.link().json().maxBytes();
        WebSocket socket =
                WebSocket.ofClient(connect(config, client), config.socket().withMessageBytes(maxBytes));
        WebSocketLink link = new WebSocketLink(config, socket, heartbeat);
        heartbeat.add(socket);
        Thread.ofVirtual().name("websocket-" + config.name()).start(link::hear);
        return link;
    }

    @Override
    public Message.Response request(Call call) {
        return multiplexer.request(call);
    }

    @Override
    public void relate(Call call, Message message) {
        multiplexer.relate(call, message);
    }

    @Override
    public void send(Message message) {
        multiplexer.send(message);
    }

    @Override
    public void listen(Events events) {
        multiplexer.listen(events);
    }

    @Override
    public boolean isOpen() {
        return multiplexer.isOpen();
    }

    @Override
    public boolean tellsCallsApart() {
        return multiplexer.tellsCallsApart();
    }

    @Override
    public void close() {
        multiplexer.close();
    }

    private static Duplex connect(WebSocketBackendConfig config, RelayClient client) {
        Handshake handshake = Handshake.offering(SUBPROTOCOL);
        CallControl control = CallControl.within(config.link().handshake());
        try {
            return switch (client.upgrade(config.endpoint(), handshake.request().with(config.headers()), control)) {
                case Upgrade.Refused refused -> throw refusal(refused);
                case Upgrade.Switched switched -> confirmed(handshake, switched);
            };
        } catch (HttpException e) {
            // Nothing of MCP was said yet.
            throw DeliveryException.neverSent("no WebSocket could be opened: " + e.getMessage());
        }
    }

    private static Duplex confirmed(Handshake handshake, Upgrade.Switched switched) {
        try {
            handshake.confirm(switched.headers());
            return switched.connection();
        } catch (HttpException e) {
            switched.connection().close();
            throw e;
        }
    }

    private static DeliveryException refusal(Upgrade.Refused refused) {
        int status = refused.status();
        if (status == UNAUTHORIZED) {
            return DeliveryException.refused("it wants credentials (HTTP 401): give it an Authorization header");
        }
        if (status == FORBIDDEN) {
            return DeliveryException.refused("it refuses our credentials (HTTP 403)");
        }
        return status == TOO_MANY_REQUESTS || status == UNAVAILABLE
                ? DeliveryException.neverSent("it is busy (HTTP " + status + ")")
                : DeliveryException.refused("it opens no WebSocket there (HTTP " + status + ")");
    }

    private void hear() {
        Received received = socket.receive();
        while (received instanceof Received.Text text) {
            multiplexer.received(text.utf8());
            received = socket.receive();
        }
        heartbeat.remove(socket);
        socket.close();
        if (received instanceof Received.Closed closed) {
            multiplexer.ended(reason(closed.status()));
        }
    }

    private static String reason(CloseStatus status) {
        return status.code() == CloseStatus.ABNORMAL
                ? "the WebSocket was lost"
                : "the WebSocket was closed with " + status;
    }

    /** The way to the server. */
    private final class ToServer implements Multiplexer.Pipe {
        @Override
        public void write(byte[] message) {
            if (!socket.send(message)) {
                throw DeliveryException.neverSent("the WebSocket is closed");
            }
        }

        @Override
        public void close() {
            socket.close(new CloseStatus(CloseStatus.NORMAL, ""));
        }
    }
}
