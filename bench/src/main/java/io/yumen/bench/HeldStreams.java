package io.yumen.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds ten thousand enveloped streams, 100 from each of 100 addresses, answers their pings, and measures how late pings
 * come and what a stream takes; then tries one more.
 *
 * <p>Defends: 10,000 streams in 1 GB, the next one refused, none of them lost while its pings are answered.
 */
public final class HeldStreams {
    private static final int STREAMS = 10_000;
    private static final int PER_ADDRESS = 100;
    private static final int POSTERS = 8;
    private static final Pattern CONNECTION = Pattern.compile("X-Connection-Id: (\\S+)");
    private static final Pattern PING = Pattern.compile("\"type\":\"ping\",\"id\":\"(ping_\\d+)\",\"timestamp\":(\\d+)");

    private final int port;
    private final Selector selector = Selector.open();
    private final List<Long> lags = new ArrayList<>();
    private final BlockingQueue<String[]> pongs = new LinkedBlockingQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Verdicts verdicts = new Verdicts();
    private int ended;

    private HeldStreams(int port) throws IOException {
        this.port = port;
    }

    /** Arguments: the program that is started (with {@code serve --port N}), for how many seconds the streams are held. */
    public static void main(String[] arguments) throws Exception {
        Path work = Files.createTempDirectory("yumen-bench");
        HeldStreams held;
        try (Processes processes = new Processes(work)) {
            int port = Processes.freePort();
            String program = Path.of(arguments[0]).toAbsolutePath().toString();
            Process yumen = processes.start("yumen", List.of(program, "serve", "--port", String.valueOf(port)));
            Processes.awaitPort(port);
            held = new HeldStreams(port);
            held.run(yumen.pid(), Integer.parseInt(arguments[1]));
        }
        held.verdicts.end();
    }

    private void run(long pid, int seconds) throws Exception {
        try (SocketChannel first = open(STREAMS / PER_ADDRESS + 1)) {
            first.configureBlocking(true);
        }
        double before = Processes.residentMiB(List.of(pid));
        for (int i = 0; i < POSTERS; i++) {
            Thread.ofVirtual().start(this::post);
        }
        long begin = System.nanoTime();
        for (int i = 0; i < STREAMS; i++) {
            SocketChannel channel = open(i / PER_ADDRESS);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Held());
            if (i % 20 == 0) {
                read(0);
            }
        }
        System.out.printf("%,d streams opened in %.1f s%n", STREAMS, (System.nanoTime() - begin) / 1e9);
        long cpu = Processes.cpuNanos(List.of(pid));
        long held = System.nanoTime();
        while (System.nanoTime() - held < seconds * 1_000_000_000L) {
            read(100);
        }
        double perSecond = (Processes.cpuNanos(List.of(pid)) - cpu) / 1e9 / seconds;
        report(pid, before, perSecond);
        System.out.println("one more: " + oneMore());
    }

    private void report(long pid, double before, double cpuPerSecond) throws IOException {
        double after = Processes.residentMiB(List.of(pid));
        long[] sorted = lags.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "held: %,d streams, %,d ended, %,d pings, %,d pongs taken, %,d refused%n",
                selector.keys().size(), ended, sorted.length, answered.get(), refused.get());
        System.out.printf(
                "ping lag: median %d ms, p95 %d ms, p99 %d ms, worst %d ms%n",
                at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
        verdicts.judge("memory, " + STREAMS + " enveloped streams", after * 1.048_576, 1_000, "MB");
        System.out.printf(
                "memory: %.0f MiB before, %.0f MiB with the streams, %.1f KiB a stream; CPU %.3f of one core%n",
                before, after, (after - before) * 1024 / STREAMS, cpuPerSecond);
    }

    private static long at(long[] sorted, double part) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1, Math.round(part * sorted.length))];
    }

    private SocketChannel open(int address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress("127.0.0." + (2 + address), 0));
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.write(ByteBuffer.wrap(("GET /mcp/sse HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1)));
        return channel;
    }

    private void read(long millis) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        if (millis == 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            buffer.clear();
            int count = ((SocketChannel) key.channel()).read(buffer);
            if (count < 0) {
                ended++;
                key.channel().close();
            } else {
                take((Held) key.attachment(), new String(buffer.array(), 0, count, StandardCharsets.ISO_8859_1));
            }
        }
        selector.selectedKeys().clear();
    }

    private void take(Held held, String text) {
        long now = System.currentTimeMillis();
        String all = held.rest + text;
        if (held.connection.isEmpty()) {
            Matcher connection = CONNECTION.matcher(all);
            if (!connection.find()) {
                held.rest = all;
                return;
            }
            held.connection = connection.group(1);
        }
        Matcher ping = PING.matcher(all);
        int end = 0;
        while (ping.find()) {
            lags.add(now - Long.parseLong(ping.group(2)));
            pongs.add(new String[] {held.connection, ping.group(1)});
            end = ping.end();
        }
        held.rest = all.substring(Math.max(end, all.length() - 200));
    }

    private void post() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            HttpWire wire = new HttpWire(socket.getInputStream());
            while (true) {
                String[] pong = pongs.take();
                String body = "{\"id\":\"" + pong[1] + "\"}";
                String request = "POST /mcp/pong HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nX-Connection-Id: " + pong[0]
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                String head = wire.head();
                wire.body(head);
                (head.startsWith("HTTP/1.1 202") ? answered : refused).incrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("A poster has ended: " + e);
        }
    }

    private String oneMore() throws IOException {
        try (SocketChannel channel = open(PER_ADDRESS)) {
            ByteBuffer buffer = ByteBuffer.allocate(4_096);
            channel.read(buffer);
            String answer = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
            return String.join(" | ", Arrays.stream(answer.split("\r\n")).toList());
        }
    }

    /** One stream as the client sees it. */
    private static final class Held {
        private String connection = "";
        private String rest = "";
    }
}
