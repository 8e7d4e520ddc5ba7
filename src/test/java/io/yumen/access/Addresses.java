package io.yumen.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Addresses of this machine, another one for each connection: what is counted by address counts one each. */
final class Addresses extends SocketFactory {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final InetAddress own;

    private Addresses(InetAddress own) {
        this.own = own;
    }

    /** Connects from an address that nobody connected from so far. */
    static SocketFactory next() {
        int count = COUNT.incrementAndGet();
        return new Addresses(InetAddress.ofLiteral("127.1." + count / 250 + "." + (count % 250 + 1)));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return new Socket(host, port, own, 0);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(host, port);
    }
}
