package io.yumen.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls a tool over some connections, one call in flight each, and times every call. */
final class Load {
    private final Target target;

    Load(Target target) {
        this.target = target;
    }

    /** Runs that long over that many connections; every connection has its own session where the era has sessions. */
    Measured run(int connections, Duration duration) throws Exception {
        List<Callable<long[]>> workers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Worker worker = new Worker(target);
            worker.open();
            workers.add(() -> worker.work(duration));
        }
        long cpuBefore = Processes.cpuNanos(target.pids());
        long begin = System.nanoTime();
        List<long[]> times = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (Future<long[]> future : threads.invokeAll(workers)) {
                times.add(future.get());
            }
        }
        long elapsed = System.nanoTime() - begin;
        long cpu = Processes.cpuNanos(target.pids()) - cpuBefore;
        return Measured.of(times, elapsed, cpu);
    }

    /** One connection. */
    private static final class Worker {
        private static final int MAX_SAMPLES = 2_000_000;

        private final Target target;
        private Socket socket;
        private HttpWire wire;
        private byte[] call = new byte[0];

        Worker(Target target) {
            this.target = target;
        }

        void open() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), target.port());
            socket.setTcpNoDelay(true);
            wire = new HttpWire(socket.getInputStream());
            String session = target.era() == Target.Era.LEGACY ? initialize() : "";
            call = request(target.callBody(), session + target.callHeaders());
        }

        private String initialize() throws IOException {
            String body =
                    "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                            + "\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}";
            String head = exchange(request(body, ""));
            String session = "";
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("mcp-session-id:")) {
                    session = line + "\r\n";
                }
            }
            String version = session + "MCP-Protocol-Version: 2025-11-25\r\n";
            exchange(request("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", version));
            return version;
        }

        private String exchange(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            String head = wire.head();
            if (head == null) {
                throw new IOException("The peer closed the connection");
            }
            wire.body(head);
            return head;
        }

        long[] work(Duration duration) throws IOException {
            long[] samples = new long[1024];
            int count = 0;
            long end = System.nanoTime() + duration.toNanos();
            long now = System.nanoTime();
            while (now < end && count < MAX_SAMPLES) {
                socket.getOutputStream().write(call);
                String head = wire.head();
                if (head == null || !head.startsWith("HTTP/1.1 200")) {
                    throw new IOException("A call failed: " + head);
                }
                byte[] body = wire.body(head);
                if (count == 0 && !new String(body, StandardCharsets.UTF_8).contains("\"result\"")) {
                    throw new IOException("A call failed: " + new String(body, StandardCharsets.UTF_8));
                }
                long after = System.nanoTime();
                if (count == samples.length) {
                    samples = Arrays.copyOf(samples, count * 2);
                }
                samples[count++] = after - now;
                now = after;
            }
            socket.close();
            return Arrays.copyOf(samples, count);
        }

        private byte[] request(String body, String headers) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            String head = "POST " + Target.PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + target.port()
                    + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n" + target.headers() + headers
                    + "Content-Length: " + content.length + "\r\n\r\n";
            byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
            byte[] whole = Arrays.copyOf(start, start.length + content.length);
            System.arraycopy(content, 0, whole, start.length, content.length);
            return whole;
        }
    }
}
