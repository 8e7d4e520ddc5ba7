package io.yumen.service.kubernetes.change;

import io.yumen.exchange.Cancellation;
import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.api.Channel;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Ports of this host that lead to pods. Each belongs to who opened it, and ends by itself and with the credential that it was opened by; all
 * of them end with the service. Safe for many threads.
 */
final class Forwards implements AutoCloseable {
    private static final int MOST = 20;
    private static final int MOST_OF_ONE = 5;
    private static final int LEAST_PORT = 1024;
    private static final int MOST_CONNECTIONS = 50;
    private static final int BUFFER = 16 << 10;
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final ConcurrentHashMap<Integer, Forward> open = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /**
     * What somebody wants.
     *
     * @param access of who wants it; with that it ends
     * @param port of this host; 0 for a free one
     * @param target where it leads to, in words
     */
    record Wanted(Access access, int port, Duration longest, String target) {
        Principal owner() {
            return access.principal();
        }

        /** For how long it may be open: never longer than its owner's credential lets anybody in. */
        Duration time() {
            Instant expires = access.expires();
            Duration left = expires == null ? longest : Duration.between(Instant.now(), expires);
            return left.compareTo(longest) < 0 ? left : longest;
        }
    }

    /**
     * Opens a port; each connection to it is a channel of its own.
     *
     * @param asked of the call that wants it: cancelled before {@link #accessEnded} where its credential is taken back
     */
    Forward open(Wanted wanted, Cancellation asked, Function<Cancellation, Channel> opening) {
        if (open.size() >= MOST || of(wanted.owner()).size() >= MOST_OF_ONE) {
            throw new ToolFailure(
                    "busy",
                    "As many ports are open as may be (" + MOST_OF_ONE + " for each, " + MOST + " in all); close one",
                    Duration.ZERO);
        }
        if (wanted.port != 0 && wanted.port < LEAST_PORT) {
            throw new ToolFailure(
                    "refused", "local_port is " + LEAST_PORT + " or more; leave it out for a free one", Duration.ZERO);
        }
        try {
            ServerSocket socket = new ServerSocket(wanted.port, 0, InetAddress.getLoopbackAddress());
            Forward forward = new Forward(wanted, socket, new Cancellation());
            open.put(socket.getLocalPort(), forward);
            requireWanted(forward, asked);
            Thread.ofVirtual().name("forward").start(() -> accept(forward, opening));
            CompletableFuture.delayedExecutor(wanted.time().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> end(forward));
            return forward;
        } catch (IOException e) {
            throw new ToolFailure(
                    "refused",
                    "Port " + wanted.port + " of this host cannot be opened (" + e.getMessage()
                            + "); leave local_port out",
                    Duration.ZERO);
        }
    }

    /** Who ended all ports, or those of a credential, while this one was opened has perhaps not seen it. */
    private void requireWanted(Forward forward, Cancellation asked) {
        if (asked.isCancelled() || isClosed) {
            end(forward);
            asked.check();
            throw new ToolFailure("unavailable", "The service ends; call again in a moment", Duration.ZERO);
        }
    }

    /** Those of somebody. */
    List<Forward> of(Principal owner) {
        return open.values().stream()
                .filter(forward -> forward.wanted.owner().equals(owner))
                .toList();
    }

    void close(int port, Principal owner) {
        Forward forward = open.get(port);
        if (forward == null || !forward.wanted.owner().equals(owner)) {
            throw new ToolFailure("not_found", "Port " + port + " is none that you opened", Duration.ZERO);
        }
        end(forward);
    }

    /** Ends those whose owners' credentials have ended, and the connections through them. */
    void accessEnded(Predicate<Access> ended) {
        open.values().stream()
                .filter(forward -> ended.test(forward.wanted.access))
                .forEach(this::end);
    }

    @Override
    public void close() {
        isClosed = true;
        open.values().forEach(this::end);
    }

    private void end(Forward forward) {
        open.remove(forward.socket.getLocalPort(), forward);
        forward.cancellation.cancel();
        quietly(forward.socket);
    }

    private static void accept(Forward forward, Function<Cancellation, Channel> opening) {
        Semaphore room = new Semaphore(MOST_CONNECTIONS);
        while (!forward.socket.isClosed()) {
            try {
                Socket client = forward.socket.accept();
                if (!room.tryAcquire()) {
                    quietly(client);
                    continue;
                }
                Thread.ofVirtual().name("forwarded").start(() -> {
                    try {
                        carry(client, forward.cancellation, opening);
                    } finally {
                        room.release();
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void carry(Socket client, Cancellation cancellation, Function<Cancellation, Channel> opening) {
        Cancellation.Registration cancelled = cancellation.onCancel(() -> quietly(client));
        try (client;
                Channel channel = opening.apply(cancellation)) {
            Thread up = Thread.ofVirtual().start(() -> send(client, channel));
            receive(channel, client.getOutputStream());
            quietly(client);
            up.join();
        } catch (IOException | ToolFailure e) {
            // The connection ends: its client sees that, as with any other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cancelled.close();
        }
    }

    private static void send(Socket client, Channel channel) {
        byte[] buffer = new byte[BUFFER];
        try {
            int read = client.getInputStream().read(buffer);
            while (read >= 0 && channel.send(0, buffer, read)) {
                read = client.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            // It is over.
        }
        channel.close();
    }

    /** Each stream begins with the number of the port, in two bytes. */
    private static void receive(Channel channel, OutputStream client) throws IOException {
        boolean isBegun = false;
        Optional<Channel.Frame> next = channel.take(IDLE);
        while (next.isPresent() && !next.get().isEnd()) {
            Channel.Frame frame = next.get();
            if (frame.stream() == 0 && isBegun) {
                client.write(frame.bytes());
                client.flush();
            } else if (frame.stream() == 0) {
                client.write(frame.bytes(), 2, Math.max(0, frame.bytes().length - 2));
                isBegun = true;
            } else if (frame.bytes().length > 2) {
                return;
            }
            next = channel.take(IDLE);
        }
    }

    private static void quietly(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            // It is closed, or as good as.
        }
    }

    /** A port that is open. */
    record Forward(Wanted wanted, ServerSocket socket, Cancellation cancellation) {
        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        String target() {
            return wanted.target;
        }
    }
}
