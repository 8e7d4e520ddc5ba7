package io.yumen.service.helm.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.http.client.RelayClient;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.service.Call;
import io.yumen.service.RequestState;
import io.yumen.service.ToolFailure;
import io.yumen.service.helm.worker.Job;
import io.yumen.tenant.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** Helm's processes end, whatever happens to them, and leave nothing. */
class WorkshopTest {
    private static final long SECONDS = 120;

    private Children children;
    private ServerSocket silent;
    private HelmConfig config;
    private URI url;

    @BeforeEach
    void listen() throws IOException {
        children = new Children(ChildrenLimits.DEFAULT);
        silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        url = URI.create("oci://127.0.0.1:" + silent.getLocalPort());
        config = new HelmConfig(
                Map.of("silent", new HelmConfig.Repository(url, null, null, null, true)),
                Duration.ofSeconds(60),
                0,
                null,
                1);
    }

    @AfterEach
    void stop() throws IOException {
        silent.close();
        children.close();
    }

    @Test
    void what_takes_too_long_is_ended_with_all_that_it_had() throws Exception {
        List<String> before = folders();
        Workshop workshop = new Workshop(children, config, new NativePart());
        Workshop.Work work = new Workshop.Work(endless(), Map.of(), Map.of(), Map.of(), Duration.ofSeconds(3));
        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> workshop.done(work, call(new Cancellation())))
                .withMessageContaining("Helm was ended after 3 seconds")
                .matches(failure -> failure.code().equals("timeout"));
        // Another test of this machine may have such a folder for a moment.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!before.containsAll(folders()) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(before).containsAll(folders());
    }

    @Test
    void what_nobody_waits_for_is_ended() throws Exception {
        Cancellation cancellation = new Cancellation();
        Workshop workshop = new Workshop(children, config, new NativePart());
        Workshop.Work work = new Workshop.Work(endless(), Map.of(), Map.of(), Map.of(), Duration.ofSeconds(SECONDS));
        CompletableFuture<Throwable> outcome = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new AssertionError(
                                workshop.done(work, call(cancellation)).toString());
                    } catch (RpcException e) {
                        return e;
                    }
                },
                task -> Thread.ofVirtual().start(task));
        try (Socket asked = silent.accept()) {
            asked.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
            assertThat(asked.getInputStream().readNBytes(1)).hasSize(1);
            cancellation.cancel();
            assertThat(outcome.get(SECONDS, TimeUnit.SECONDS)).isInstanceOf(RpcException.class);
            assertThat(asked.getInputStream().readAllBytes())
                    .as("the process of Helm is gone")
                    .isNotEmpty();
        }
    }

    @Test
    void a_repository_that_nobody_waits_for_is_let_go_of() throws Exception {
        Cancellation cancellation = new Cancellation();
        try (Charts charts = new Charts(config, RelayClient::create, children, Indexes.none())) {
            CompletableFuture<Throwable> outcome = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return new AssertionError(
                                    charts.show(new Charts.Wanted("silent/shop", null), "values", call(cancellation)));
                        } catch (RpcException e) {
                            return e;
                        }
                    },
                    task -> Thread.ofVirtual().start(task));
            try (Socket asked = silent.accept()) {
                asked.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
                assertThat(asked.getInputStream().readNBytes(26)).asString().isEqualTo("GET /v2/shop/tags/list?n=1");
                cancellation.cancel();
                assertThat(outcome.get(SECONDS, TimeUnit.SECONDS)).isInstanceOf(RpcException.class);
                assertThat(asked.getInputStream().readAllBytes())
                        .as("the end of the connection")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void where_there_is_no_library_what_is_missing_is_said() {
        Charts charts = new Charts(
                config,
                new RepositoryClient(config, RelayClient::create),
                children,
                Indexes.none(),
                new NativePart("/helm-moon.so"));
        assertThat(charts.missing()).isPresent();
        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> charts.lint(new Charts.Wanted("silent/shop", null), call(new Cancellation())))
                .withMessageContaining("has no library of Helm")
                .withMessageContaining("Linux on amd64");
    }

    /** Helm waits for a registry that does not answer; nothing of the gateway has it ask one. */
    private Job endless() {
        Job.Chart chart = new Job.Chart(url + "/shop", "");
        return new Job("", Job.Deed.SHOW, chart, Job.Release.NONE, new Job.Options("values", 0, List.of()));
    }

    private static Call call(Cancellation cancellation) {
        Exchange exchange = Exchange.own(
                "tools/call", JsonNodeFactory.instance.objectNode(), Caller.of(Access.LOCAL), cancellation);
        return new Call(exchange, new RequestState(Sealer.ephemeral(), Duration.ofMinutes(1), InstantSource.system()));
    }

    private static List<String> folders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("yumen-helm-"))
                    .sorted()
                    .toList();
        }
    }
}
