package io.yumen.kube.api;

import io.yumen.kube.life.Pods;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Broken;
import io.yumen.kube.wire.Call;
import io.yumen.kube.wire.WebSocketEnd;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Connections to ports of pods, over a WebSocket with two channels a port: data, and what went wrong. */
final class PortForward {
    private static final List<String> PROTOCOLS = List.of("v4.channel.k8s.io", "portforward.k8s.io");

    private final Pods pods;

    PortForward(Pods pods) {
        this.pods = pods;
    }

    void answer(Call call, ObjectNode pod) {
        WebSocketEnd socket = WebSocketEnd.open(call, PROTOCOLS)
                .orElseThrow(() -> Refusal.badRequest("Upgrade request required: a WebSocket with one of " + PROTOCOLS));
        int port = Integer.parseInt(call.parameter("ports").split(",", -1)[0]);
        try {
            byte[] number = {(byte) port, (byte) (port >> 8)};
            socket.write(0, number, 2);
            socket.write(1, number, 2);
            try (Socket target = pods.connect(
                    Trees.text(pod, "metadata", "namespace"), Trees.text(pod, "metadata", "name"), port)) {
                Thread back = Thread.ofVirtual().start(() -> back(target, socket));
                for (byte[] message = socket.read(); message != null; message = socket.read()) {
                    if (message.length > 1 && message[0] == 0) {
                        target.getOutputStream().write(message, 1, message.length - 1);
                    }
                }
                back.interrupt();
            } catch (IOException e) {
                byte[] why = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
                socket.write(1, why, why.length);
                socket.close(1000);
            }
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    private static void back(Socket target, WebSocketEnd socket) {
        byte[] buffer = new byte[16_384];
        try (InputStream from = target.getInputStream()) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                socket.write(0, buffer, count);
            }
            socket.close(1000);
        } catch (IOException e) {
            // One of both left.
        }
    }
}
