package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.audit.trail.Finding;
import io.yumen.audit.trail.KeyFile;
import io.yumen.audit.trail.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's rsyslog receives the audit of a gateway over TCP, TLS and UDP, record by record as they stand in the trail. */
class RsyslogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CALL = """
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "echo", "arguments": {"message": "größe"},
             "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                       "io.modelcontextprotocol/clientCapabilities": {},
                       "io.modelcontextprotocol/clientInfo": {"name": "tester", "version": "7"}}}}""";

    @TempDir
    Path folder;

    private Process rsyslog;
    private int tcp;
    private int tls;
    private int udp;

    @BeforeEach
    void listen() throws Exception {
        tcp = freePort();
        tls = freePort();
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            udp = probe.getLocalPort();
        }
        certificate("key.pem");
        Files.writeString(folder.resolve("rsyslog.conf"), configuration());
        startRsyslog();
    }

    @AfterEach
    void stop() throws InterruptedException {
        rsyslog.destroy();
        if (!rsyslog.waitFor(10, TimeUnit.SECONDS)) {
            rsyslog.destroyForcibly();
        }
    }

    @Test
    void every_record_arrives_over_each_wire_as_it_stands_in_the_trail() throws Exception {
        try (Served gateway = serve()) {
            for (int i = 0; i < 20; i++) {
                call(gateway);
            }
            Await.until(
                    "all arrived",
                    PATIENCE,
                    () -> Stream.of("tcp", "tls", "udp").allMatch(wire -> calls(lines(wire)) >= 20));
            assertThat(gateway.get("/metrics").body())
                    .contains("mcp_audit_sink_up{sink=\"tls\"} 1.0", "mcp_audit_sink_dropped{sink=\"tls\"} 0.0");
        }
        List<String> trail = Files.readAllLines(folder.resolve("state/yumen/audit/1/audit-00000001.jsonl"));
        for (String wire : List.of("tcp", "tls", "udp")) {
            Await.until("the last arrived, too", PATIENCE, () -> lines(wire).size() >= trail.size());
            assertThat(lines(wire)).as(wire).containsExactlyElementsOf(trail);
        }
        Verifier verifier = new Verifier(KeyFile.read(folder.resolve("state/yumen/keys/audit.key")));
        assertThat(verifier.file(folder.resolve("tls"))).isInstanceOf(Finding.Intact.class);
        assertThat(Files.readString(folder.resolve("heads")).lines())
                .isNotEmpty()
                .allMatch(head -> head.matches("yumen (call|file|opened|closed|checkpoint) 13 [346]"));
    }

    @Test
    void a_gateway_goes_on_without_rsyslog_and_rsyslog_gets_the_records_when_it_is_back() throws Exception {
        try (Served gateway = serve()) {
            call(gateway);
            Await.until("the first arrived", PATIENCE, () -> calls(lines("tls")) == 1);
            stop();
            Await.until("it is noticed", PATIENCE, () -> {
                call(gateway);
                return gateway.health().at("/audit/sinks/tls/state").asString().equals("failing");
            });
            assertThat(gateway.health().path("status").asString()).isEqualTo("degraded");
            call(gateway);
            startRsyslog();
            Await.until(
                    "it takes records again",
                    PATIENCE,
                    () -> gateway.health()
                            .at("/audit/sinks/tls/state")
                            .asString()
                            .equals("sending"));
            Await.until("what waited arrived", PATIENCE, () -> calls(lines("tls")) > 1);
            gateway.process().destroy();
            assertThat(gateway.exitCode(PATIENCE)).isZero();
        }
        Await.until("the last arrived", PATIENCE, () -> lines("tls").getLast().contains("\"kind\":\"closed\""));
    }

    @Test
    void nothing_is_sent_to_one_whose_certificate_nobody_vouches_for() throws Exception {
        Files.move(folder.resolve("cert.pem"), folder.resolve("other.pem"));
        certificate("other.key");
        try (Served gateway = serve()) {
            call(gateway);
            Await.until("the others arrived", PATIENCE, () -> calls(lines("tcp")) == 1);
            Await.until(
                    "it is told",
                    PATIENCE,
                    () -> gateway.health()
                            .at("/audit/sinks/tls/reason")
                            .asString("")
                            .contains("cannot be reached"));
        }
        assertThat(lines("tls")).isEmpty();
    }

    private Served serve() throws IOException {
        Path file =
                Files.writeString(folder.resolve("mcp.json"), """
                {"listen": {"port": 0}, "mcpServers": {"demo": {"service": "everything"}},
                 "audit": {"trail": "on", "sinks": {
                   "tcp": {"url": "syslog+tcp://127.0.0.1:%d"},
                   "tls": {"url": "syslog+tls://127.0.0.1:%d", "ca": "%s"},
                   "udp": {"url": "syslog+udp://127.0.0.1:%d"}}}}""".formatted(tcp, tls, folder.resolve("cert.pem"), udp));
        return Served.start(Map.of("XDG_STATE_HOME", folder.resolve("state").toString()), file);
    }

    private void startRsyslog() throws Exception {
        rsyslog = new ProcessBuilder(
                        "rsyslogd",
                        "-n",
                        "-f",
                        folder.resolve("rsyslog.conf").toString(),
                        "-i",
                        folder.resolve("rsyslog.pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("rsyslog.log").toFile()))
                .start();
        Await.until("rsyslog listens", PATIENCE, () -> accepts(tcp) && accepts(tls));
    }

    private String configuration() {
        return """
                global(workDirectory="%1$s" defaultNetstreamDriver="ossl" maxMessageSize="64k"
                       defaultNetstreamDriverCAFile="%1$s/cert.pem" defaultNetstreamDriverCertFile="%1$s/cert.pem"
                       defaultNetstreamDriverKeyFile="%1$s/key.pem" parser.escapeControlCharactersOnReceive="off")
                module(load="imptcp")
                module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
                module(load="imudp")
                template(name="message" type="string" string="%%msg%%\\n")
                template(name="head" type="string" string="%%app-name%% %%msgid%% %%syslogfacility%% %%syslogseverity%%\\n")
                ruleset(name="tcp") {
                    action(type="omfile" file="%1$s/tcp" template="message")
                    action(type="omfile" file="%1$s/heads" template="head")
                }
                ruleset(name="tls") { action(type="omfile" file="%1$s/tls" template="message") }
                ruleset(name="udp") { action(type="omfile" file="%1$s/udp" template="message") }
                input(type="imptcp" address="127.0.0.1" port="%2$d" ruleset="tcp")
                input(type="imtcp" address="127.0.0.1" port="%3$d" ruleset="tls")
                input(type="imudp" address="127.0.0.1" port="%4$d" ruleset="udp")
                """.formatted(folder, tcp, tls, udp);
    }

    private List<String> lines(String wire) {
        Path file = folder.resolve(wire);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long calls(List<String> lines) {
        return lines.stream().filter(line -> line.contains("\"kind\":\"call\"")).count();
    }

    private static void call(Served gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.endpoint())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "echo")
                .POST(HttpRequest.BodyPublishers.ofString(CALL))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("größe");
    }

    private void certificate(String key) throws IOException, InterruptedException {
        List<String> command = List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                folder.resolve(key).toString(),
                "-out",
                folder.resolve("cert.pem").toString(),
                "-days",
                "2",
                "-subj",
                "/CN=rsyslog",
                "-addext",
                "subjectAltName=IP:127.0.0.1");
        Peers.Ran ran = Peers.run(command, Map.of(), PATIENCE);
        assertThat(ran.exitCode()).as(ran.printed()).isZero();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
