package io.yumen.kube.api;

import io.yumen.kube.life.Journal;
import io.yumen.kube.life.Pods;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Broken;
import io.yumen.kube.wire.Call;
import io.yumen.kube.wire.WebSocketEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Commands in pods, and what their containers print, over a WebSocket with a channel for each stream. */
final class Commands {
    private static final List<String> PROTOCOLS = List.of(
            "v5.channel.k8s.io", "v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io");
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int ERROR = 3;
    private static final int CLOSED = 255;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final Pods pods;

    Commands(Pods pods) {
        this.pods = pods;
    }

    void run(Call call, ObjectNode pod) {
        Logs.container(call.parameter("container"), pod);
        if (call.parameters("command").isEmpty()) {
            throw Refusal.badRequest("you must specify at least 1 command for the container");
        }
        WebSocketEnd socket = open(call);
        try {
            outcome(call, pod, socket);
        } catch (IOException e) {
            throw new Broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows what a container prints from now on, until it ends. */
    void attach(Call call, ObjectNode pod) {
        String container = Logs.container(call.parameter("container"), pod);
        Journal journal = pods.journal(
                Trees.text(pod, "metadata", "namespace"), Trees.text(pod, "metadata", "name"), container, false);
        WebSocketEnd socket = open(call);
        try {
            int seen = 0;
            while (journal.await(seen, PATIENCE)) {
                for (Journal.Line line : journal.from(seen)) {
                    byte[] bytes = (line.text() + "\n").getBytes(StandardCharsets.UTF_8);
                    socket.write(STDOUT, bytes, bytes.length);
                    seen++;
                }
            }
            socket.close(1000);
        } catch (IOException e) {
            throw new Broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WebSocketEnd open(Call call) {
        return WebSocketEnd.open(call, PROTOCOLS)
                .orElseThrow(
                        () -> Refusal.badRequest("Upgrade request required: a WebSocket with one of " + PROTOCOLS));
    }

    private void outcome(Call call, ObjectNode pod, WebSocketEnd socket) throws IOException, InterruptedException {
        List<String> command = call.parameters("command");
        Process process;
        try {
            process = pods.run(Trees.text(pod, "metadata", "namespace"), Trees.text(pod, "metadata", "name"), command);
        } catch (IOException e) {
            end(socket, failure("exec: \"" + command.getFirst() + "\": executable file not found in $PATH", 126));
            return;
        }
        Thread input = Thread.ofVirtual().start(() -> feed(socket, process));
        Thread errors = Thread.ofVirtual().start(() -> copy(process.getErrorStream(), socket, STDERR));
        copy(process.getInputStream(), socket, STDOUT);
        errors.join();
        int code = process.waitFor();
        end(
                socket,
                code == 0
                        ? Trees.object().put("status", "Success")
                        : failure("command terminated with non-zero exit code: exit status " + code, code));
        // The client says goodbye, too; before that the connection must not end.
        input.join(GOODBYE);
    }

    private static void end(WebSocketEnd socket, ObjectNode status) throws IOException {
        byte[] bytes = Trees.bytes(status);
        socket.write(ERROR, bytes, bytes.length);
        socket.close(1000);
    }

    private static void feed(WebSocketEnd socket, Process process) {
        OutputStream stdin = process.getOutputStream();
        try {
            for (byte[] message = socket.read(); message != null; message = socket.read()) {
                if (message.length > 1 && (message[0] & 0xff) == CLOSED && message[1] == STDIN) {
                    stdin.close();
                } else if (message.length > 1 && message[0] == STDIN) {
                    give(stdin, message);
                }
            }
            stdin.close();
        } catch (IOException e) {
            // The client left without a word; what reads from it ends with its pod.
        }
    }

    private static void give(OutputStream stdin, byte[] message) {
        try {
            stdin.write(message, 1, message.length - 1);
            stdin.flush();
        } catch (IOException e) {
            // The process reads no more, which is its own business.
        }
    }

    private static void copy(InputStream from, WebSocketEnd socket, int channel) {
        byte[] buffer = new byte[16_384];
        try (from) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                socket.write(channel, buffer, count);
            }
        } catch (IOException e) {
            // The client left; the process ends when it writes again.
        }
    }

    private static ObjectNode failure(String message, int code) {
        ObjectNode status = Trees.object();
        status.put("status", "Failure").put("reason", "NonZeroExitCode").put("message", message);
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", Integer.toString(code));
        return status;
    }
}
