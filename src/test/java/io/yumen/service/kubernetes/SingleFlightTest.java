package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.cache.Whereabouts;
import io.yumen.kube.Fault;
import io.yumen.kube.KubeServer;
import io.yumen.protocol.RpcException;
import io.yumen.service.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many read the same at the same time, the cluster is asked once. */
class SingleFlightTest {
    private static final int READERS = 1_000;
    private static final String POD = "/api/v1/namespaces/default/pods/web";
    private static final String GET = "{\"kind\": \"pod\", \"names\": [\"web\"]}";

    @TempDir
    private Path folder;

    @Test
    void a_thousand_equal_reads_are_one_call_upstream() throws Exception {
        try (KubeServer server = KubeServer.start(folder);
                Kube kube = Kube.of(server, folder, Mode.READ_ONLY)) {
            server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
                    + " spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
            kube.told("get", GET);
            server.clearCalls();
            CountDownLatch gate = new CountDownLatch(1);
            server.fault(Fault.on("GET", POD), new Fault.Held(gate), 1);
            Queue<String> answers = new ConcurrentLinkedQueue<>();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(Thread.ofVirtual().start(() -> answers.add(Kube.text(kube.call("get", GET)))));
            }
            Whereabouts.await(readers, READERS - 1, ".Flights", "follow");
            gate.countDown();
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(answers).hasSize(READERS).allMatch(answer -> answer.contains("name: web"));
            assertThat(server.calls()).containsExactly("GET " + POD);

            kube.told("get", GET);
            assertThat(server.calls()).as("what was read is not kept").hasSize(2);
        }
    }

    @Test
    void who_gives_up_takes_the_answer_from_nobody_else() throws Exception {
        try (KubeServer server = KubeServer.start(folder);
                Kube kube = Kube.of(server, folder, Mode.READ_ONLY)) {
            server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
                    + " spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
            kube.told("get", GET);
            CountDownLatch gate = new CountDownLatch(1);
            server.fault(Fault.on("GET", POD), new Fault.Held(gate), 1);
            CompletableFuture<RpcException> ended = new CompletableFuture<>();
            Thread first = Thread.ofVirtual().start(() -> {
                try {
                    kube.call("get", GET);
                } catch (RpcException e) {
                    ended.complete(e);
                }
            });
            Whereabouts.await(List.of(first), 1, ".Cluster", "await");
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread other = Thread.ofVirtual().start(() -> answer.complete(Kube.text(kube.call("get", GET))));
            Whereabouts.await(List.of(other), 1, ".Flights", "follow");

            first.interrupt();

            assertThat(answer.get(1, TimeUnit.MINUTES)).contains("name: web");
            assertThat(ended.get(1, TimeUnit.MINUTES)).hasMessageContaining("cancelled");
            gate.countDown();
        }
    }
}
