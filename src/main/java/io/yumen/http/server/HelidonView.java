package io.yumen.http.server;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriter;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.util.concurrent.ExecutorService;

/** A connection of ours as Helidon wants to see it. */
final class HelidonView implements ConnectionContext {
    private final ClientConnection connection;
    private final Http1 http1;
    private final Listening listening;
    private final DataWriter writer;

    HelidonView(ClientConnection connection, Http1 http1) {
        this.connection = connection;
        this.http1 = http1;
        this.listening = new Listening(http1, connection);
        this.writer = SocketWriter.create(connection.socket());
    }

    ClientConnection connection() {
        return connection;
    }

    @Override
    public DataReader dataReader() {
        return connection.reader();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.socket();
    }

    @Override
    public Router router() {
        return http1.router();
    }

    @Override
    public ListenerContext listenerContext() {
        return listening;
    }

    @Override
    public ExecutorService executor() {
        return http1.executor();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.socket().remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.socket().localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.socket().isSecure();
    }

    @Override
    public String socketId() {
        return connection.socket().socketId();
    }

    @Override
    public String childSocketId() {
        return connection.socket().childSocketId();
    }
}
