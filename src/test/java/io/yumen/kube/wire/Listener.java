package io.yumen.kube.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Takes connections over TLS and hands each of their requests to one handler, on a virtual thread a connection. */
public final class Listener implements AutoCloseable {
    private final SSLServerSocket server;
    private final Consumer<Call> handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Listener(SSLServerSocket server, Consumer<Call> handler) {
        this.server = server;
        this.handler = handler;
    }

    /** Listens on a free port of 127.0.0.1. */
    public static Listener start(SSLContext tls, Consumer<Call> handler) throws IOException {
        SSLServerSocket server = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
        Listener listener = new Listener(server, handler);
        Thread.ofVirtual().name("kube-accept").start(listener::accept);
        return listener;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Cuts every connection, as a cluster does that goes away; new ones are taken. */
    public void cutAll() {
        open.forEach(Listener::end);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It is closed either way.
        }
        cutAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("kube-connection").start(() -> serve(socket));
            } catch (IOException e) {
                // A client that left before it was taken; or we are closed, and the loop ends.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            BufferedOutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16_384);
            Call.Streams streams = new Call.Streams(in, out, () -> end(socket));
            boolean more = true;
            while (more) {
                Call call = Call.read(streams);
                if (call == null) {
                    return;
                }
                handler.accept(call);
                more = call.end();
            }
        } catch (IOException | Broken e) {
            // The client left, or broke HTTP: its connection ends.
        } finally {
            open.remove(socket);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed either way.
        }
    }
}
