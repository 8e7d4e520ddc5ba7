package io.yumen.audit.sink;

import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayRequest;
import java.net.URI;
import java.util.function.Supplier;

/** Where copies go. */
public sealed interface Destination {
    /** What brings records there. */
    Delivery delivery(SinkLimits limits);

    /**
     * The receiver of syslog of that URL: {@code syslog+udp}, {@code syslog+tcp} or {@code syslog+tls}.
     *
     * @param trust whom to trust over TLS
     * @throws IllegalArgumentException where the URL names none; the message does not repeat it
     */
    static Destination syslog(URI url, Trust trust) {
        Wire wire = switch (String.valueOf(url.getScheme())) {
            case "syslog+udp" -> Wire.UDP;
            case "syslog+tcp" -> Wire.TCP;
            case "syslog+tls" -> Wire.TLS;
            default -> throw new IllegalArgumentException("Syslog travels as syslog+udp, syslog+tcp or syslog+tls");
        };
        if (url.getHost() == null) {
            throw new IllegalArgumentException("The URL of a sink names a host");
        }
        return new Syslog(wire, bare(url.getHost()), url.getPort() < 0 ? wire.port() : url.getPort(), trust);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** A receiver of syslog (RFC 5424). */
    record Syslog(Wire wire, String host, int port, Trust trust) implements Destination {
        @Override
        public Delivery delivery(SinkLimits limits) {
            return switch (wire) {
                case UDP -> new SyslogDatagrams(this, SyslogForm.ofThisProcess());
                case TCP, TLS -> new SyslogStream(this, SyslogForm.ofThisProcess(), limits.timeout());
            };
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * A receiver of JSON lines, which are posted to it.
     *
     * @param headers what is sent with each request
     * @param client makes what sends; it is closed with the sink
     */
    record Http(Endpoint endpoint, Headers headers, Supplier<RelayClient> client) implements Destination {
        public Http {
            // What cannot be sent is told at the start.
            RelayRequest.post(endpoint, headers, new byte[0]);
        }

        @Override
        public Delivery delivery(SinkLimits limits) {
            return new HttpLines(this, limits.timeout());
        }

        /** Says no header. */
        @Override
        public String toString() {
            return endpoint.toString();
        }
    }

    /** How syslog travels. */
    enum Wire {
        /** A datagram for each record (RFC 5426): nobody knows which arrive. */
        UDP(514),
        /** One stream, each record behind its length (RFC 6587). */
        TCP(514),
        /** The same over TLS (RFC 5425). */
        TLS(6514);

        private final int port;

        Wire(int port) {
            this.port = port;
        }

        /** Where receivers listen if nothing else is said. */
        int port() {
            return port;
        }
    }
}
