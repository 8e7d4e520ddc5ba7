package io.yumen.service.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.client.Config;
import io.yumen.catalogue.cache.Flights;
import io.yumen.catalogue.cache.Whereabouts;
import io.yumen.exchange.Cancellation;
import io.yumen.kube.KubeServer;
import io.yumen.service.ToolFailure;
import io.yumen.tenant.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for what another one reads does not pay for how much that one asks. */
class ReachTest {
    private static final Request VERSION = Request.get("/version");

    @TempDir
    private Path folder;

    private final Flights<Reach.Reading, ListCache.Page> flights = new Flights<>();
    private KubeServer server;
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        server = KubeServer.start(folder);
        cluster = new Cluster(
                "fake", Config.fromKubeconfig(server.kubeconfig()), KubernetesConfig.Pace.DEFAULT, Map.of());
        server.clearCalls();
    }

    @AfterEach
    void stop() {
        cluster.close();
        server.close();
    }

    @Test
    void who_joined_one_who_asks_for_too_much_asks_for_himself() throws Exception {
        assertThat(joining(Turnstile.busy())).isNull();
        assertThat(server.calls()).containsExactly("GET /version");
    }

    @Test
    void what_a_cluster_says_is_told_to_all_who_joined() throws Exception {
        ToolFailure overloaded = new ToolFailure("busy", "The cluster fake answered 503", Duration.ZERO);
        assertThat(joining(overloaded)).isSameAs(overloaded);
        assertThat(server.calls()).isEmpty();
    }

    /** What comes of reading what another one reads already, who fails so; null where all is well. */
    private @Nullable Throwable joining(ToolFailure failure) throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        CompletableFuture<Boolean> fails = new CompletableFuture<>();
        Reach.Reading same =
                new Reach.Reading("fake " + cluster.server(), As.OWN.mark(), null, VERSION.target(), VERSION.accept());
        Thread first = Thread.ofVirtual()
                .start(() -> catchThrowable(() -> flights.read(same, new Cancellation(), () -> {
                    reads.countDown();
                    fails.join();
                    throw failure;
                })));
        assertThat(reads.await(1, TimeUnit.MINUTES)).isTrue();
        Reach reach = new Reach(
                cluster,
                As.OWN,
                Principal.LOCAL,
                new Cancellation(),
                new Reach.Surroundings(
                        new RuleBook(KubernetesConfig.Rules.NONE), new KindsCache(), flights, ListCache.none()));
        CompletableFuture<@Nullable Throwable> came = new CompletableFuture<>();
        Thread joins = Thread.ofVirtual().start(() -> came.complete(catchThrowable(() -> reach.ask(VERSION))));
        Whereabouts.await(List.of(joins), 1, ".Flights", "follow");
        fails.complete(true);
        first.join();
        return came.get(1, TimeUnit.MINUTES);
    }
}
