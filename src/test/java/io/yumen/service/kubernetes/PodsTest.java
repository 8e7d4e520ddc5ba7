package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.Fault;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import io.yumen.service.host.Asker;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What pods say is heard while they say it, and bytes go into them and come back. */
class PodsTest extends KubeTest {
    private static final String FOLLOW = """
            {"name": "logs", "arguments": {"name": "web", "follow_sec": %d%s}, "_meta": {"progressToken": "p"}}""";

    private static final String OPEN = "{\"name\": \"web\", \"port\": 80}";
    private static final String EXEC = "/api/v1/namespaces/default/pods/web/exec";

    @BeforeEach
    void seed() throws Exception {
        server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
                + " spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
    }

    @Test
    void each_new_line_comes_as_progress_and_all_of_them_as_the_answer() throws Exception {
        server.print("default", "web", "main", "began");
        Asker asker = new Asker(kube.handler());
        CompletableFuture<ObjectNode> answer = asker.later("tools/call", FOLLOW.formatted(4, ", \"search\": \"B\""));
        assertThat(progress(asker)).isEqualTo("1 began");
        server.print("default", "web", "main", "not this one");
        server.print("default", "web", "main", "login with password=hunter22");
        server.print("default", "web", "main", "bound, token=abcdef0123456789");
        assertThat(progress(asker)).isEqualTo("2 bound, token=[redacted]");
        assertThat(answer).isNotDone();
        server.print("default", "web", "main", "busy");
        assertThat(progress(asker)).isEqualTo("3 busy");

        String told = Kube.text(answer.get(1, TimeUnit.MINUTES));
        assertThat(told).contains("began\n").contains("bound").contains("busy");
        assertThat(told).doesNotContain("not this one").doesNotContain("abcdef0123456789");
    }

    @Test
    void who_gives_up_follows_no_longer() {
        server.print("default", "web", "main", "began");
        Asker asker = new Asker(kube.handler());
        CompletableFuture<ObjectNode> answer = asker.later("tools/call", FOLLOW.formatted(600, ""));
        assertThat(progress(asker)).isEqualTo("1 began");
        asker.cancel();
        Assertions.assertThatThrownBy(() -> answer.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(RpcException.class);
    }

    @Test
    void bytes_go_through_a_forwarded_port_and_come_back_as_they_were() throws Exception {
        byte[] sent = new byte[300_000];
        new Random(1).nextBytes(sent);
        try (ServerSocket echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echo(echo));
            server.expose("default", "web", 80, echo.getLocalPort());
            int port = port(kube.told("port_forward", "{\"name\": \"web\", \"port\": 80}"));
            for (int round = 0; round < 2; round++) {
                assertThat(through(port, sent)).isEqualTo(sent);
            }
            kube.told("port_forward", "{\"action\": \"close\", \"local_port\": " + port + "}");
            Assertions.assertThatThrownBy(() -> through(port, sent)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void the_end_of_what_a_command_writes_is_told_however_much_it_was() {
        String told = kube.told("exec", "{\"name\": \"web\", \"command\": [\"seq\", \"700000\"]}");
        assertThat(told).contains("\n699999\n700000").contains("bytes were cut from the beginning");
    }

    @Test
    void a_command_that_a_cluster_refuses_is_told_with_its_status() {
        String command = ", \"command\": [\"true\"]}";
        assertThat(kube.failure("exec", "{\"name\": \"gone\"" + command))
                .contains("The cluster fake answered 404")
                .contains("Use list or search");
        assertThat(kube.failure("exec", "{\"name\": \"web\", \"container\": \"side\"" + command))
                .contains("The cluster fake answered 400")
                .contains("is there such a container");
        server.fault(Fault.on("GET", EXEC), new Fault.Status(403, "Forbidden", "you may not"), 1);
        assertThat(kube.failure("exec", "{\"name\": \"web\"" + command))
                .contains("The cluster fake answered 403")
                .contains("Ask the tool access");
        assertThat(kube.failure("port_forward", "{\"name\": \"gone\", \"port\": 80}"))
                .contains("The cluster fake answered 404");
    }

    @Test
    void a_port_that_nothing_listens_on_ends_its_connections_and_is_nobody_elses() throws Exception {
        int port = port(kube.told("port_forward", "{\"name\": \"web\", \"port\": 81}"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            assertThat(socket.getInputStream().read()).isNegative();
        }
        String close =
                "{\"name\": \"port_forward\", \"arguments\": {\"action\": \"close\", \"local_port\": " + port + "}}";
        ObjectNode refused = new Asker(kube.handler()).as("bob").send("tools/call", close);
        assertThat(Kube.text(refused)).contains("is none that you opened");
    }

    @Test
    void a_port_ends_with_the_credential_that_it_was_opened_by() throws Exception {
        Access ann = Access.plain(new Principal(TenantId.LOCAL, "ann"), Access.Proof.KEY);
        Access bob = Access.plain(new Principal(TenantId.LOCAL, "bob"), Access.Proof.KEY);
        byte[] sent = "hello".getBytes(StandardCharsets.UTF_8);
        try (ServerSocket echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echo(echo));
            server.expose("default", "web", 80, echo.getLocalPort());
            int anns = port(Kube.text(kube.call("port_forward", OPEN, ann)));
            int bobs = port(Kube.text(kube.call("port_forward", OPEN, bob)));
            try (Socket held = new Socket(InetAddress.getLoopbackAddress(), anns)) {
                held.setSoTimeout(60_000);
                held.getOutputStream().write(sent);
                held.getOutputStream().flush();
                assertThat(held.getInputStream().readNBytes(sent.length)).isEqualTo(sent);

                kube.handler().accessEnded(access -> access.principal().name().equals("ann"));

                assertThat(isOver(held)).isTrue();
            }
            Assertions.assertThatThrownBy(() -> through(anns, sent)).isInstanceOf(IOException.class);
            assertThat(through(bobs, sent)).isEqualTo(sent);
        }
    }

    @Test
    void a_port_is_open_no_longer_than_its_owner_may_come_in() throws Exception {
        Access brief = Access.plain(new Principal(TenantId.LOCAL, "ann"), Access.Proof.KEY)
                .until(Instant.now().plusSeconds(2));
        try (ServerSocket echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echo(echo));
            server.expose("default", "web", 80, echo.getLocalPort());
            int port = port(Kube.text(kube.call("port_forward", OPEN, brief)));
            try (Socket held = new Socket(InetAddress.getLoopbackAddress(), port)) {
                held.setSoTimeout(60_000);
                assertThat(isOver(held))
                        .as("nobody writes: it ends with the credential")
                        .isTrue();
            }
        }
    }

    /** Whether what is read of it ends, within the time that it has. */
    private static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    private static String progress(Asker asker) {
        Message.Notification heard = asker.client().next();
        assertThat(heard.method()).isEqualTo("notifications/progress");
        return heard.params().path("progress").asInt() + " "
                + heard.params().path("message").asString();
    }

    private static int port(String opened) {
        return Integer.parseInt(opened.replaceAll("(?s)^127\\.0\\.0\\.1:(\\d+).*", "$1"));
    }

    private static byte[] through(int port, byte[] sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            Thread.ofVirtual().start(() -> {
                try {
                    OutputStream out = socket.getOutputStream();
                    out.write(sent);
                    out.flush();
                } catch (IOException e) {
                    // The reader sees that.
                }
            });
            byte[] back = socket.getInputStream().readNBytes(sent.length);
            if (back.length < sent.length) {
                throw new IOException("It ended after " + back.length + " bytes");
            }
            return back;
        }
    }

    private static void echo(ServerSocket at) {
        try {
            while (!at.isClosed()) {
                Socket socket = at.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket;
                            InputStream in = socket.getInputStream()) {
                        in.transferTo(socket.getOutputStream());
                    } catch (IOException e) {
                        // It left.
                    }
                });
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
