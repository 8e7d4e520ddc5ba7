package io.yumen.audit.sink;

import io.yumen.audit.sink.Destination.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection that only we write to. A thread of its own reads, so that it is known when the receiver closes it; one that
 * does not take what is written within the time is closed, too.
 */
final class Line implements AutoCloseable {
    private final Socket wire;
    private final Socket socket;
    private final Duration timeout;
    private volatile boolean isOpen = true;
    private volatile boolean isWriting;

    private Line(Socket wire, Socket socket, Duration timeout) {
        this.wire = wire;
        this.socket = socket;
        this.timeout = timeout;
    }

    static Line open(Destination.Syslog where, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(where.host(), where.port()), (int) timeout.toMillis());
            Socket upper = where.wire() == Wire.TLS ? encrypt(socket, where, timeout) : socket;
            Line line = new Line(socket, upper, timeout);
            Thread.ofVirtual().name("audit-sink-reader").start(line::readToEnd);
            return line;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    boolean isOpen() {
        return isOpen;
    }

    void write(byte[] bytes) throws IOException {
        CountDownLatch written = new CountDownLatch(1);
        isWriting = true;
        Thread.ofVirtual().name("audit-sink-watch").start(() -> closeUnless(written));
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            isWriting = false;
        } finally {
            written.countDown();
        }
    }

    @Override
    public void close() {
        isOpen = false;
        try {
            if (!isWriting) {
                // Over TLS this says that it is the end; behind a write that is stuck it would wait for ever.
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // It need not be told any more.
        } finally {
            closeWire();
        }
    }

    private void closeWire() {
        try {
            wire.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    private void closeUnless(CountDownLatch written) {
        try {
            if (!written.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readToEnd() {
        try (InputStream in = socket.getInputStream()) {
            byte[] nothing = new byte[512];
            while (in.read(nothing) >= 0) {
                // Receivers of syslog say nothing; what one says anyway is nothing to us.
            }
        } catch (IOException e) {
            // It is closed.
        } finally {
            close();
        }
    }

    private static SSLSocket encrypt(Socket plain, Destination.Syslog where, Duration timeout) throws IOException {
        SSLSocket socket = (SSLSocket)
                where.trust().context().getSocketFactory().createSocket(plain, where.host(), where.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) timeout.toMillis());
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }
}
