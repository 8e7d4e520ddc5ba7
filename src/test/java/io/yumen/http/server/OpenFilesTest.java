package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A server whose process has no open file left serves again as soon as it has, without a restart. */
final class OpenFilesTest {
    @Test
    void a_server_without_open_files_recovers_with_them() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 256; exec \"$@\"",
                        "sh",
                        java,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exhausting.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                PrintStream in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(said(out));
            assertThat(get(port)).startsWith("200");
            in.println("exhaust");
            assertThat(said(out)).isEqualTo("exhausted");
            try (RawClient early = new RawClient(port)) {
                early.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                in.println("release");
                assertThat(said(out)).isEqualTo("released");
                assertThat(early.response()).startsWith("200");
            }
            assertThat(get(port)).startsWith("200");
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the process says, between the lines of its log. */
    private static String said(BufferedReader out) throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith("> ")) {
            line = out.readLine();
        }
        return line == null ? "nothing" : line.substring(2);
    }

    private static String get(int port) {
        try (RawClient client = new RawClient(port)) {
            return client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
        }
    }

    /** The process: serves, and takes and gives back all its files when told. */
    static final class Exhausting {
        private Exhausting() {}

        public static void main(String[] arguments) throws IOException {
            HttpServer server =
                    HttpServer.start(HttpServerConfig.loopback(0), (request, response) -> response.send(200));
            say(Integer.toString(server.port()));
            List<InputStream> files = new ArrayList<>();
            // The words from outside come one at a time.
            readWord();
            // The file of a connection that ends later would let the next one in, half.
            while (server.openConnections() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
            try {
                while (true) {
                    files.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                say("exhausted");
            }
            readWord();
            for (InputStream file : files) {
                file.close();
            }
            say("released");
            readWord();
        }

        private static void say(String word) {
            System.out.println("> " + word);
        }

        private static void readWord() throws IOException {
            int b = System.in.read();
            while (b >= 0 && b != '\n') {
                b = System.in.read();
            }
        }
    }
}
