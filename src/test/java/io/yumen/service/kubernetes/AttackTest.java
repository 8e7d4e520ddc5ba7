package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers write and clusters answer leads nowhere else, and tells no secret. */
final class AttackTest {
    private static final String SECRET = "aHVudGVyMjI=";

    @TempDir
    Path folder;

    private KubeServer server;
    private Kube kube;

    @BeforeEach
    void start() throws Exception {
        server = KubeServer.start(folder);
        server.seed("{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: default}, data: {password: "
                + SECRET + "}}");
        server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
                + " spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
        kube = Kube.of(server, folder, Mode.FULL);
    }

    @AfterEach
    void stop() {
        kube.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default/secrets/db", "default%2Fsecrets%2Fdb", "..", ".", "", " "})
    void a_name_leads_to_no_other_object(String name) {
        assertThat(kube.failure(
                        "get", "{\"kind\": \"Namespace\", \"detail\": \"full\", \"names\": [\"" + name + "\"]}"))
                .contains("is no name of an object")
                .doesNotContain(SECRET);
        assertThat(kube.failure(
                        "get",
                        "{\"kind\": \"Secret\", \"detail\": \"full\", \"namespace\": \"default\", \"names\": [\"" + name
                                + "\"]}"))
                .doesNotContain(SECRET);
    }

    @Test
    void no_name_is_not_every_name() {
        assertThat(kube.failure("delete", "{\"kind\": \"pod\", \"namespace\": \"default\", \"names\": [\"\"]}"))
                .contains("is no name of an object");
        assertThat(server.object("pods", "default", "web")).isNotNull();
    }

    @Test
    void waiting_for_a_field_tells_no_secret() {
        assertThat(
                        kube.told(
                                "wait",
                                "{\"kind\": \"Secret\", \"namespace\": \"default\", \"name\": \"db\", \"for\": \"data.*\", \"timeout_sec\": 0}"))
                .doesNotContain(SECRET);
        assertThat(
                        kube.told(
                                "wait",
                                "{\"kind\": \"Pod\", \"namespace\": \"default\", \"name\": \"web\", \"for\": \"status.phase\", \"timeout_sec\": 0}"))
                .startsWith("Done");
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        HttpServer leads = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        leads.createContext("/", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1:" + other.getAddress().getPort() + exchange.getRequestURI());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        other.start();
        leads.start();
        KubernetesConfig.Source source = new KubernetesConfig.Source(
                List.of(),
                null,
                List.of(),
                URI.create("http://127.0.0.1:" + leads.getAddress().getPort()),
                Map.of("Authorization", "Bearer x"));
        KubernetesConfig config = new KubernetesConfig(
                source, KubernetesConfig.Identity.OWN, KubernetesConfig.Rules.NONE, Kube.pace(Duration.ofSeconds(5)));
        try (Kube led = Kube.of(config, Mode.READ_ONLY)) {
            assertThat(led.failure("list", "{\"kind\": \"pods\"}")).isNotEmpty();
            assertThat(asked).hasValue(0);
        } finally {
            leads.stop(0);
            other.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" system:admin", "system:admin ", "j\u00f6rg", "a\nb"})
    void nobody_is_named_to_a_cluster_by_a_name_that_changes_on_the_way(String name) throws Exception {
        KubernetesConfig usual = Kube.config(folder.resolve("kubeconfig"));
        KubernetesConfig config = new KubernetesConfig(
                usual.source(), new KubernetesConfig.Identity(true, "", ""), usual.rules(), usual.pace());
        try (Kube asked = Kube.of(config, Mode.READ_ONLY)) {
            Access access = Access.plain(new Principal(TenantId.LOCAL, name), Access.Proof.JWT);
            assertThat(Kube.text(asked.call("list", "{\"kind\": \"pods\"}", access)))
                    .contains("No cluster is asked in that name");
            Access masters = Access.plain(new Principal(TenantId.LOCAL, "ann"), Access.Proof.JWT)
                    .withRoles(Set.of(" system:masters"));
            assertThat(Kube.text(asked.call("list", "{\"kind\": \"pods\"}", masters)))
                    .contains("No cluster is asked in that name");
        }
    }
}
