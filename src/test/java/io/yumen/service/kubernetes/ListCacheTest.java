package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.cache.Segments;
import io.yumen.kube.KubeServer;
import io.yumen.service.kubernetes.api.ListCache;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list is told again for a moment: to who asked for it, in the same words, and not when something was changed. */
class ListCacheTest {
    private static final String MAPS = "{\"kind\": \"cm\", \"namespace\": \"default\"}";
    private static final String MAP =
            "{\"manifest\": \"{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: default}}\"}";

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final Segments<ListCache.Page> lists = new Segments<>(ListCache.KINDS, ListCache.SIZE, nanos::get);
    private KubeServer server;
    private Kube kube;

    @BeforeEach
    void start() throws Exception {
        server = KubeServer.start(folder);
        kube = Kube.keeping(lists, server, folder);
        kube.told("apply", MAP.formatted("red"));
        kube.told("list", "{\"kind\": \"nodes\"}");
        server.clearCalls();
    }

    @AfterEach
    void stop() {
        kube.close();
        server.close();
    }

    @Test
    void the_same_list_is_read_once_for_a_while() {
        assertThat(kube.told("list", MAPS)).contains("red");
        assertThat(kube.told("list", MAPS)).contains("red");
        assertThat(server.calls()).hasSize(1);
        assertThat(lists.statistics().get("lists")).satisfies(statistics -> {
            assertThat(statistics.hits()).isEqualTo(1);
            assertThat(statistics.bytes()).isPositive();
        });
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        kube.told("list", MAPS);
        assertThat(server.calls()).as("after three seconds").hasSize(2);
    }

    @Test
    void each_argument_counts() {
        kube.told("list", MAPS);
        kube.told("list", "{\"kind\": \"cm\"}");
        kube.told("list", "{\"kind\": \"cm\", \"namespace\": \"default\", \"label_selector\": \"a=b\"}");
        kube.told("list", "{\"kind\": \"cm\", \"namespace\": \"default\", \"limit\": 1}");
        kube.told("list", "{\"kind\": \"cm\", \"namespace\": \"default\", \"detail\": \"full\"}");
        assertThat(server.calls()).hasSize(5);
    }

    @Test
    void another_caller_asks_himself() {
        kube.told("list", MAPS);
        Access bob = Access.plain(new Principal(TenantId.LOCAL, "bob"), Access.Proof.NONE);
        assertThat(Kube.text(kube.call("list", MAPS, bob))).contains("red");
        assertThat(server.calls()).hasSize(2);
    }

    @Test
    void what_is_changed_here_is_seen_at_once() {
        assertThat(kube.told("list", MAPS)).doesNotContain("blue");
        kube.told("apply", MAP.formatted("blue"));
        assertThat(kube.told("list", MAPS)).contains("blue");
        kube.told("delete", "{\"kind\": \"cm\", \"namespace\": \"default\", \"names\": [\"blue\"]}");
        assertThat(kube.told("list", MAPS)).doesNotContain("blue");
    }

    @Test
    void an_object_is_always_read_anew_and_a_schema_is_not() {
        String get = "{\"kind\": \"cm\", \"namespace\": \"default\", \"names\": [\"red\"]}";
        kube.told("get", get);
        kube.told("get", get);
        assertThat(server.calls()).hasSize(2);
        kube.told("explain", "{\"field\": \"deployment.spec\"}");
        int calls = server.calls().size();
        kube.told("explain", "{\"field\": \"deployment.spec\"}");
        assertThat(server.calls()).hasSize(calls);
    }

    @Test
    void a_failure_is_not_kept() {
        server.expireToken(KubeServer.ADMIN_TOKEN);
        assertThat(kube.failure("list", MAPS)).contains("answered 401").contains("has to renew them");
        server.user(KubeServer.ADMIN_TOKEN, "admin", "system:masters");
        assertThat(kube.told("list", MAPS)).contains("red");
    }
}
