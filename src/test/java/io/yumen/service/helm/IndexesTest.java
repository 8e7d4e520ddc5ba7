package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.cache.Whereabouts;
import io.yumen.service.helm.chart.HelmConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of a repository is read once for a while, and afterwards only where it is another. */
class IndexesTest {
    private static final int CALLERS = 6;
    private static final String INDEX = "/index.yaml";

    @TempDir
    private Path folder;

    private Helm helm;
    private ChartServer server;
    private HelmConfig config;

    @BeforeEach
    void publish() throws Exception {
        helm = new Helm("", folder.resolve("helm"));
        Charts.shop(helm);
        helm.run("package", "shop", "-d", "repository");
        helm.run("repo", "index", "repository");
        server = ChartServer.of(folder.resolve("helm/repository"));
        config = ChartToolsTest.config(Map.of("stable", server.repository()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void it_is_told_again_for_a_while() {
        try (Asked asked = Asked.of(config)) {
            assertThat(asked.kept().bytes()).isZero();
            asked.told("chart_search", "{}");
            asked.told("chart_show", "{\"chart\": \"stable/shop\"}");
            asked.told("chart_template", "{\"chart\": \"stable/shop\"}");
            assertThat(indexReads()).containsExactly(INDEX + " 200");
            assertThat(asked.kept().misses()).isEqualTo(1);
            assertThat(asked.kept().hits()).isEqualTo(2);
            assertThat(asked.kept().bytes()).isBetween(300L, 2_000L);
            asked.service().close();
            assertThat(asked.kept().bytes()).isZero();
        }
    }

    @Test
    void afterwards_the_repository_is_asked_whether_it_is_still_the_same() throws Exception {
        try (Asked asked = Asked.forgetful(config)) {
            assertThat(asked.told("chart_search", "{}")).contains("1.2.0");
            assertThat(asked.told("chart_search", "{}")).contains("1.2.0");
            assertThat(indexReads()).containsExactly(INDEX + " 200", INDEX + " 304");
            helm.run("package", "shop", "-d", "repository", "--version", "1.3.0");
            helm.run("repo", "index", "repository");
            assertThat(asked.told("chart_search", "{}")).contains("1.3.0");
            assertThat(indexReads()).containsExactly(INDEX + " 200", INDEX + " 304", INDEX + " 200");
        }
    }

    @Test
    void those_who_want_it_at_once_wait_for_one_reading() throws Exception {
        byte[] index = Files.readAllBytes(folder.resolve("helm/repository/index.yaml"));
        CountDownLatch gate = new CountDownLatch(1);
        server.answer(INDEX, exchange -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, index.length);
            exchange.getResponseBody().write(index);
        });
        try (Asked asked = Asked.of(config)) {
            Queue<String> answers = new ConcurrentLinkedQueue<>();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(Thread.ofVirtual().start(() -> answers.add(asked.told("chart_search", "{}"))));
            }
            Whereabouts.await(callers, CALLERS - 1, ".Flights", "follow");
            gate.countDown();
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(answers).hasSize(CALLERS).allMatch(answer -> answer.contains("stable/shop"));
            assertThat(indexReads()).hasSize(1);
        }
    }

    @Test
    void a_failure_is_not_kept() {
        server.answer(INDEX, 503, new byte[0]);
        try (Asked asked = Asked.of(config)) {
            assertThat(asked.failure("chart_search", "{}")).contains("503");
            assertThat(indexReads()).as("asked once more").hasSize(2);
            server.heal();
            assertThat(asked.told("chart_search", "{}")).contains("stable/shop");
        }
    }

    private List<String> indexReads() {
        return server.asked().stream().filter(path -> path.startsWith(INDEX)).toList();
    }
}
