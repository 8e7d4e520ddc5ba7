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

/** The way over one WebSocket, which it owns: closing it closes that, and the other way round. */
final class WebSocketPipe implements Multiplexer.Pipe {
    private static final String SUBPROTOCOL = "mcp";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final WebSocket socket;
    private final Heartbeat heartbeat;
    private final Multiplexer multiplexer;

    private WebSocketPipe(WebSocketBackendConfig config, WebSocket socket, Heartbeat heartbeat) {
        this.socket = socket;
        this.heartbeat = heartbeat;
        this.multiplexer = new Multiplexer(config.name(), config.link(), this);
    }

    /**
     * Opens the WebSocket.
     *
     * @throws DeliveryException when there is none
     */
    static Link open(WebSocketBackendConfig config, RelayClient client, Heartbeat heartbeat) {
        int maxBytes = config.link().json().maxBytes();
        WebSocket socket =
                WebSocket.ofClient(connect(config, client), config.socket().withMessageBytes(maxBytes));
        WebSocketPipe pipe = new WebSocketPipe(config, socket, heartbeat);
        heartbeat.add(socket);
        Thread.ofVirtual().name("websocket-" + config.name()).start(pipe::hear);
        return pipe.multiplexer;
    }

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
}
