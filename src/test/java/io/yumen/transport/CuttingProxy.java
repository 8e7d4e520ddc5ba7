package io.yumen.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a gateway, and breaks each connection off after a random number of bytes, counted over both
 * directions: in the middle of a handshake, of a head, of a frame; with an orderly end, or with a reset.
 */
public final class CuttingProxy implements AutoCloseable {
    private final int target;
    private final int mostBytes;
    private final Random random;
    private final ServerSocket listener;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean patient;

    /**
     * A proxy before the gateway at that port.
     *
     * @param mostBytes how many bytes a connection carries at most
     */
    public CuttingProxy(int target, int mostBytes, long seed) {
        this.target = target;
        this.mostBytes = mostBytes;
        this.random = new Random(seed);
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were broken off. */
    public int cuts() {
        return cuts.get();
    }

    /** New connections are not broken off any more. */
    public void relent() {
        patient = true;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket gateway = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                gateway.setTcpNoDelay(true);
                AtomicInteger left = new AtomicInteger(patient ? Integer.MAX_VALUE : 1 + random.nextInt(mostBytes));
                Cut cut = new Cut(client, gateway, random.nextBoolean());
                Thread.ofVirtual().start(() -> pump(client, gateway, left, cut));
                Thread.ofVirtual().start(() -> pump(gateway, client, left, cut));
            } catch (IOException e) {
                // The next one may be luckier; or we are closed.
            }
        }
    }

    private void pump(Socket from, Socket to, AtomicInteger left, Cut cut) {
        byte[] some = new byte[8192];
        try {
            for (int count = from.getInputStream().read(some);
                    count >= 0;
                    count = from.getInputStream().read(some)) {
                int before = left.getAndAdd(-count);
                to.getOutputStream().write(some, 0, Math.clamp(before, 0, count));
                if (before <= count) {
                    cuts.incrementAndGet();
                    break;
                }
            }
        } catch (IOException e) {
            // The other direction has been cut.
        } finally {
            cut.make();
        }
    }

    private record Cut(Socket client, Socket gateway, boolean hard) {
        void make() {
            try {
                if (hard) {
                    client.setSoLinger(true, 0);
                    gateway.setSoLinger(true, 0);
                }
                client.close();
                gateway.close();
            } catch (IOException e) {
                // Cut is cut.
            }
        }
    }
}
