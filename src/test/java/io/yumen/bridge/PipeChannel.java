package io.yumen.bridge;

import io.yumen.app.Core;
import io.yumen.app.Pipe;
import io.yumen.config.GatewaySettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A pipe to a gateway of its own, as a client has that starts {@code yumen stdio}. */
final class PipeChannel implements Channel {
    private static final Duration END = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream out;
    private final Thread gateway;

    PipeChannel(GatewaySettings settings, Consumer<ObjectNode> sink) {
        try {
            java.nio.channels.Pipe to = java.nio.channels.Pipe.open();
            java.nio.channels.Pipe from = java.nio.channels.Pipe.open();
            out = Channels.newOutputStream(to.sink());
            gateway = Thread.ofPlatform().daemon().name("piped-gateway").start(() -> {
                try (OutputStream answers = Channels.newOutputStream(from.sink());
                        Core core = Core.start(settings)) {
                    Pipe.serve(core, settings, Channels.newInputStream(to.source()), answers);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(from.source()), StandardCharsets.UTF_8));
            Thread.ofVirtual()
                    .start(() -> lines.lines()
                            .forEach(line ->
                                    sink.accept((ObjectNode) JsonMapper.shared().readTree(line))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(ObjectNode message) {
        lock.lock();
        try {
            out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            gateway.join(END);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
