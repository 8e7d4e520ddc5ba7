package io.yumen.kube.api;

import io.yumen.kube.life.Pods;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Broken;
import io.yumen.kube.wire.Call;
import io.yumen.kube.wire.Spdy;
import io.yumen.kube.wire.SpdyStream;
import io.yumen.kube.wire.WebSocketEnd;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Connections to ports of pods. There are three ways: SPDY with two streams a connection, the same within a WebSocket, and a
 * WebSocket with two channels: data, and what went wrong.
 */
final class PortForward {
    private static final String SPDY = "SPDY/3.1";
    private static final String PROTOCOL = "portforward.k8s.io";
    private static final String TUNNEL = SPDY + "+" + PROTOCOL;
    private static final List<String> PROTOCOLS = List.of(TUNNEL, "v4.channel.k8s.io", PROTOCOL);
    private static final int DATA = 0;
    private static final int ERROR = 1;

    private final Pods pods;

    PortForward(Pods pods) {
        this.pods = pods;
    }

    void answer(Call call, ObjectNode pod) {
        Forwarded forwarded =
                new Forwarded(pods, Trees.text(pod, "metadata", "namespace"), Trees.text(pod, "metadata", "name"));
        try {
            if (call.header("Upgrade").orElse("").equalsIgnoreCase(SPDY)) {
                Call.Switched connection = call.upgrade(
                        Map.of("Connection", "Upgrade", "Upgrade", SPDY, "X-Stream-Protocol-Version", PROTOCOL));
                new Spdy(connection.in(), connection.out(), new Pairs(forwarded)::opened).run();
                return;
            }
            Optional<WebSocketEnd> socket = WebSocketEnd.open(call, PROTOCOLS);
            if (socket.isEmpty()) {
                throw Refusal.badRequest("Upgrade request required: SPDY, or a WebSocket with one of " + PROTOCOLS);
            }
            if (socket.get().protocol().equals(TUNNEL)) {
                new Spdy(socket.get().input(), socket.get().output(), new Pairs(forwarded)::opened).run();
            } else {
                channels(
                        forwarded,
                        socket.get(),
                        Integer.parseInt(call.parameter("ports").split(",", -1)[0]));
            }
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    private record Forwarded(Pods pods, String namespace, String pod) {
        Socket connect(int port) throws IOException {
            return pods.connect(namespace, pod, port);
        }
    }

    /** The streams of a connection belong together by their request. */
    private record Pairs(Forwarded forwarded, Map<String, SpdyStream> errors) {
        Pairs(Forwarded forwarded) {
            this(forwarded, new ConcurrentHashMap<>());
        }

        void opened(SpdyStream stream) {
            String request = stream.header("requestid");
            if (stream.header("streamtype").equals("error")) {
                errors.put(request, stream);
                return;
            }
            SpdyStream errorsOfIt = errors.remove(request);
            int port = Integer.parseInt(stream.header("port"));
            Thread.ofVirtual().start(() -> {
                try {
                    forward(stream, errorsOfIt == null ? stream : errorsOfIt, port);
                } catch (IOException e) {
                    // The client left.
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private void forward(SpdyStream data, SpdyStream error, int port) throws IOException, InterruptedException {
            try (Socket target = forwarded.connect(port)) {
                Thread back = Thread.ofVirtual().start(() -> back(target, data));
                for (byte[] bytes = data.read(); bytes != null; bytes = data.read()) {
                    target.getOutputStream().write(bytes);
                }
                target.shutdownOutput();
                back.join();
            } catch (IOException e) {
                byte[] why = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
                error.write(why, why.length);
                data.end();
            }
            error.end();
        }

        private static void back(Socket target, SpdyStream data) {
            byte[] buffer = new byte[16_384];
            try (InputStream from = target.getInputStream()) {
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    data.write(buffer, count);
                }
                data.end();
            } catch (IOException e) {
                // One of both left.
            }
        }
    }

    private static void channels(Forwarded forwarded, WebSocketEnd socket, int port) throws IOException {
        byte[] number = {(byte) port, (byte) (port >> 8)};
        socket.write(DATA, number, 2);
        socket.write(ERROR, number, 2);
        try (Socket target = forwarded.connect(port)) {
            Thread.ofVirtual().start(() -> back(target, socket));
            for (byte[] message = socket.read(); message != null; message = socket.read()) {
                if (message.length > 1 && message[0] == DATA) {
                    target.getOutputStream().write(message, 1, message.length - 1);
                }
            }
        } catch (IOException e) {
            byte[] why = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            socket.write(ERROR, why, why.length);
            socket.close(1000);
        }
    }

    private static void back(Socket target, WebSocketEnd socket) {
        byte[] buffer = new byte[16_384];
        try (InputStream from = target.getInputStream()) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                socket.write(DATA, buffer, count);
            }
            socket.close(1000);
        } catch (IOException e) {
            // One of both left.
        }
    }
}
