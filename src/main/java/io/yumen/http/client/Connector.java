package io.yumen.http.client;

import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Opens connections: resolves, asks the policy, connects to one address after the other, encrypts. */
final class Connector {
    private final RelayClientConfig config;

    Connector(RelayClientConfig config) {
        this.config = config;
    }

    /** Connects; the upstream is attached to the control already, so that a cancel reaches it. */
    void connect(Upstream upstream, CallControl control) {
        Origin origin = upstream.origin();
        IOException last = null;
        for (InetAddress address : resolve(origin)) {
            config.addresses().check(origin, address);
            try {
                SocketChannel channel = upstream.openChannel();
                channel.socket().connect(new InetSocketAddress(address, origin.port()), connectMillis(control));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                last = null;
                break;
            } catch (IOException e) {
                last = e;
                upstream.closeChannel();
                requireAlive(control, origin, e);
            }
        }
        if (last != null) {
            throw failed(Code.CONNECT_FAILED, "Cannot connect to " + origin + ": " + last.getMessage(), last);
        }
        upstream.connected(origin.secure() ? encrypt(upstream, control) : new Wire.Plain(upstream.channel()));
    }

    private static InetAddress[] resolve(Origin origin) {
        try {
            return InetAddress.getAllByName(origin.host());
        } catch (UnknownHostException e) {
            throw failed(Code.DNS_FAILED, "The host name of " + origin + " does not resolve", e);
        }
    }

    private int connectMillis(CallControl control) {
        long left = Math.min(
                control.nanosLeft(System.nanoTime()),
                config.limits().connectTimeout().toNanos());
        // 0 would mean to wait for ever.
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 1, Integer.MAX_VALUE);
    }

    private Wire encrypt(Upstream upstream, CallControl control) {
        Origin origin = upstream.origin();
        try {
            Socket plain = upstream.channel().socket();
            SSLSocket socket = (SSLSocket)
                    config.tls().get().getSocketFactory().createSocket(plain, origin.host(), origin.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new Wire.Encrypted(socket);
        } catch (IOException e) {
            upstream.closeChannel();
            requireAlive(control, origin, e);
            throw failed(Code.TLS_FAILED, "No TLS connection to " + origin + ": " + e.getMessage(), e);
        }
    }

    private static void requireAlive(CallControl control, Origin origin, IOException cause) {
        if (control.cancelled() || Thread.currentThread().isInterrupted()) {
            throw failed(Code.CANCELLED, "Cancelled while connecting to " + origin, cause);
        }
        if (control.expired()) {
            throw failed(Code.TIMED_OUT, "The deadline passed while connecting to " + origin, cause);
        }
    }

    private static HttpException failed(Code code, String message, @Nullable Throwable cause) {
        return new HttpException(code, Progress.NEVER_SENT, message, cause);
    }
}
