package io.yumen.http.server;

import io.yumen.http.Duplex;

/** A client's connection that was switched to another protocol. */
final class SwitchedConnection implements Duplex {
    private final ClientConnection connection;

    SwitchedConnection(ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return connection.read(into, offset, length);
    }

    @Override
    public void write(byte[] bytes, int length) {
        connection.write(bytes, length);
    }

    @Override
    public void close() {
        connection.cut();
    }
}
