package io.yumen.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The time from the start of the packaged program to its first answered {@code tools/call}, as its user waits for it, and the
 * processor time that it took; the first start, which unpacks, is told apart.
 *
 * <p>Defends: under 0.5 s on a machine that has a processor to spare: what the main thread waited for one is taken off, which is
 * nothing where the machine is quiet.
 */
public final class Start {
    private static final double LIMIT_MILLIS = 500;
    private static final Target CALL = new Target("yumen", 0, Target.Era.MODERN, "", List.of());

    private Start() {}

    /** Arguments: the program, how many starts. */
    public static void main(String[] arguments) throws Exception {
        Path program = Path.of(arguments[0]).toAbsolutePath();
        double[] wall = new double[Integer.parseInt(arguments[1])];
        double[] cpu = new double[wall.length];
        double[] undisturbed = new double[wall.length];
        Path work = Files.createTempDirectory("yumen-bench");
        double[] first = start(program, work);
        for (int i = 0; i < wall.length; i++) {
            double[] times = start(program, work);
            wall[i] = times[0];
            cpu[i] = times[1];
            undisturbed[i] = times[0] - times[2];
        }
        Arrays.sort(wall);
        Arrays.sort(cpu);
        System.out.printf("first start, with unpacking: %.0f ms, CPU %.0f ms%n", first[0], first[1]);
        System.out.printf(
                "%d more: median %.0f ms (least %.0f, most %.0f), CPU median %.0f ms (least %.0f, most %.0f); %s%n",
                wall.length,
                wall[wall.length / 2],
                wall[0],
                wall[wall.length - 1],
                cpu[cpu.length / 2],
                cpu[0],
                cpu[cpu.length - 1],
                Machine.load());
        Arrays.sort(undisturbed);
        double middle = undisturbed[undisturbed.length / 2];
        Verdicts verdicts = new Verdicts();
        verdicts.judge("start to first answered call, median, less waits for a processor", middle, LIMIT_MILLIS, "ms");
        verdicts.end();
    }

    /** In milliseconds: wall time, processor time, and how long its main thread could have run but had no processor. */
    private static double[] start(Path program, Path work) throws Exception {
        try (Processes processes = new Processes(work)) {
            int port = Processes.freePort();
            List<String> command = List.of(program.toString(), "serve", "--port", String.valueOf(port));
            long begin = System.nanoTime();
            Process yumen = processes.start(
                    "start",
                    command,
                    Map.of("YUMEN_CACHE", work.resolve("cache").toString()));
            Processes.awaitPort(port);
            call(port);
            double wall = (System.nanoTime() - begin) / 1e6;
            long waited = Processes.waitedNanos(yumen.pid(), "java");
            return new double[] {wall, Processes.cpuNanosWithEnded(yumen.pid()) / 1e6, waited / 1e6};
        }
    }

    private static void call(int port) throws IOException {
        byte[] body = CALL.callBody()
                .replace("\"echo\"", "\"add\"")
                .replace("{\"text\":\"hello\"}", "{\"a\":2,\"b\":40}")
                .getBytes(StandardCharsets.UTF_8);
        String head = String.format(
                Locale.ROOT,
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
                        + "Accept: application/json, text/event-stream\r\n%sContent-Length: %d\r\n\r\n",
                port,
                CALL.callHeaders().replace("echo", "add"),
                body.length);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            HttpWire wire = new HttpWire(socket.getInputStream());
            String answer = wire.head();
            String said = answer == null ? "" : new String(wire.body(answer), StandardCharsets.UTF_8);
            if (!said.contains("42")) {
                throw new IOException("The first call failed: " + answer + said);
            }
        }
    }
}
