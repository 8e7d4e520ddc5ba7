package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.helm.chart.HelmConfig;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Releases that we install, change and take away are what the real helm would make of them. */
class InstallToolsTest {
    @TempDir
    private Path folder;

    private KubeServer cluster;
    private Helm helm;
    private ChartServer charts;
    private HelmConfig config;

    @BeforeEach
    void start() throws Exception {
        cluster = KubeServer.start(folder);
        cluster.namespace("shops");
        cluster.namespace("hidden");
        helm = new Helm(cluster.kubeconfig(), folder.resolve("helm"));
        Charts.shop(helm);
        Charts.broken(helm);
        Charts.stray(helm);
        helm.run("package", "shop", "-d", "repository");
        helm.run("package", "broken", "-d", "repository");
        helm.run("package", "stray", "-d", "repository");
        helm.run("repo", "index", "repository");
        charts = ChartServer.of(folder.resolve("helm/repository"));
        config = ChartToolsTest.config(Map.of("stable", charts.repository()));
    }

    @AfterEach
    void stop() {
        charts.close();
        cluster.close();
    }

    @Test
    void a_release_is_installed_upgraded_rolled_back_and_taken_away() throws Exception {
        try (Asked asked = Asked.of(cluster, folder, KubernetesConfig.Rules.NONE, config)) {
            String plan = asked.told("release_install", shop("\"dry_run\": true, \"values\": {\"colour\": \"red\"}"));
            assertThat(plan).contains("not installed").contains("colour: red").contains("The shop is red");
            assertThat(helm.json("list")).isEmpty();
            JsonNode installed = asked.structured(
                    "release_install",
                    shop("\"values\": {\"colour\": \"red\", \"database\": {\"password\": \"hunter2\"}}"));
            assertThat(installed.path("status").asString("")).isEqualTo("deployed");
            assertThat(helm.json("get", "values", "shop")
                            .path("database")
                            .path("password")
                            .asString(""))
                    .isEqualTo("hunter2");
            assertThat(asked.failure("release_install", shop("\"values\": {}")))
                    .contains("A release of that name exists");

            JsonNode planned = asked.structured(
                    "release_upgrade",
                    shop(
                            "\"dry_run\": true, \"reuse_values\": true, \"values\": {\"colour\": \"blue\", \"replicas\": 3}"));
            assertThat(planned.path("differences").toString())
                    .contains("\"field\":\"spec.replicas\"")
                    .contains("\"before\":\"red\",\"after\":\"blue\"")
                    .doesNotContain("hunter2");
            assertThat(helm.json("history", "shop")).hasSize(1);
            JsonNode upgraded = asked.structured(
                    "release_upgrade",
                    shop("\"reuse_values\": true, \"values\": {\"colour\": \"blue\", \"replicas\": 3}"));
            assertThat(upgraded.path("revision").asInt()).isEqualTo(2);
            assertThat(helm.json("get", "values", "shop")
                            .path("database")
                            .path("password")
                            .asString(""))
                    .isEqualTo("hunter2");

            String manifest = helm.run("get", "manifest", "shop", "--revision", "1");
            String hooks = helm.run("get", "hooks", "shop", "--revision", "1");
            assertThat(asked.structured("release_rollback", "{\"name\": \"shop\", \"dry_run\": true}")
                            .path("differences")
                            .toString())
                    .contains("\"before\":\"blue\",\"after\":\"red\"");
            JsonNode back = asked.structured("release_rollback", "{\"name\": \"shop\"}");
            assertThat(back.path("revision").asInt()).isEqualTo(3);
            assertThat(back.path("description").asString("")).isEqualTo("Rollback to 1");
            assertThat(helm.run("get", "manifest", "shop")).isEqualTo(manifest);
            assertThat(helm.run("get", "hooks", "shop")).isEqualTo(hooks);
            assertThat(helm.json("list").path(0).path("chart").asString("")).isEqualTo("shop-1.2.0");
            helm.run("upgrade", "shop", "shop", "--reuse-values", "--set", "colour=green");
            assertThat(asked.told("release_get", "{\"name\": \"shop\", \"part\": \"manifest\"}"))
                    .contains("colour: green");

            assertThat(asked.told("release_uninstall", "{\"name\": \"shop\", \"dry_run\": true}"))
                    .contains("Deployment/shop");
            assertThat(helm.json("list")).hasSize(1);
            asked.told("release_uninstall", "{\"name\": \"shop\"}");
            assertThat(helm.json("list")).isEmpty();
            assertThat(asked.failure("release_uninstall", "{\"name\": \"shop\"}"))
                    .contains("no release shop");
        }
    }

    @Test
    void tests_of_a_release_are_run_and_told_as_helm_does() throws Exception {
        Charts.tried(helm);
        helm.run("install", "ours", "tried");
        helm.run("install", "theirs", "tried");
        helm.run("install", "none", "stray");
        try (Asked asked = Asked.of(cluster, folder, KubernetesConfig.Rules.NONE, config)) {
            String suite = helm.run("test", "theirs");
            for (int run = 0; run < 2; run++) {
                JsonNode tests =
                        asked.structured("release_test", "{\"name\": \"ours\"}").path("tests");
                assertThat(tests.valueStream().map(InstallToolsTest::line).toList())
                        .containsExactly("ours-answers Succeeded", "ours-pays Succeeded")
                        .containsExactlyElementsOf(suite(suite.replace("theirs", "ours")));
            }
            assertThat(suite(helm.run("status", "ours")))
                    .containsExactly("ours-answers Succeeded", "ours-pays Succeeded");

            helm.run("upgrade", "ours", "tried", "--set", "end=fails");
            helm.run("upgrade", "theirs", "tried", "--set", "end=fails");
            Helm.Ended failed = helm.end("test", "theirs");
            assertThat(failed.code()).isNotZero();
            assertThat(suite(failed.output())).containsExactly("theirs-answers Succeeded", "theirs-pays Failed");
            assertThat(asked.failure("release_test", "{\"name\": \"ours\"}"))
                    .contains("ours-pays failed")
                    .contains("ours-answers succeeded")
                    .contains("The logs of the pod");
            assertThat(suite(helm.run("status", "ours"))).containsExactly("ours-answers Succeeded", "ours-pays Failed");
            assertThat(asked.told("release_test", "{\"name\": \"none\"}")).contains("The release has no tests");
            assertThat(asked.failure("release_test", "{\"name\": \"moon\"}")).contains("no release moon");
        }
    }

    @Test
    void a_change_that_was_cut_off_is_rolled_back() throws Exception {
        helm.run("install", "shop", "shop", "--set", "colour=red");
        Made.seed(cluster, "default", "shop", 2, "pending-upgrade", Made.packed(Made.pending("default", "shop", 2)));
        try (Asked asked = Asked.of(cluster, folder, KubernetesConfig.Rules.NONE, config)) {
            assertThat(asked.failure("release_upgrade", shop("\"values\": {}")))
                    .contains("one was cut off")
                    .contains("release_rollback");
            asked.told("release_rollback", "{\"name\": \"shop\", \"revision\": 1}");
            JsonNode history = helm.json("history", "shop");
            assertThat(history.valueStream()
                            .map(row -> row.path("status").asString(""))
                            .toList())
                    .containsExactly("superseded", "failed", "deployed");
        }
    }

    @Test
    void rules_hold_for_whatever_a_chart_makes_or_looks_up() throws Exception {
        KubernetesConfig.Rules rules = new KubernetesConfig.Rules(List.of("!hidden"), List.of(), List.of());
        cluster.seed("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: inner, namespace: hidden}
                data: {word: s3same}
                """);
        try (Asked asked = Asked.of(cluster, folder, rules, config)) {
            assertThat(asked.failure(
                            "release_install",
                            "{\"name\": \"shop\", \"chart\": \"stable/shop\", \"namespace\": \"hidden\"}"))
                    .contains("namespace hidden is not served here");
            assertThat(asked.failure(
                            "release_install",
                            "{\"name\": \"stray\", \"chart\": \"stable/stray\", \"values\": {\"to\": \"hidden\"}}"))
                    .contains("hidden is not served here");
            assertThat(asked.failure(
                            "release_install",
                            "{\"name\": \"peek\", \"chart\": \"stable/stray\", \"values\": {\"from\": \"hidden\"}}"))
                    .contains("hidden is not served here")
                    .doesNotContain("s3same");
            assertThat(asked.structured(
                                    "release_install",
                                    "{\"name\": \"fine\", \"chart\": \"stable/stray\", \"values\": {\"to\": \"shops\"}}")
                            .path("status")
                            .asString(""))
                    .isEqualTo("deployed");
        }
        KubernetesConfig.Rules verbs = new KubernetesConfig.Rules(List.of(), List.of(), List.of("get", "list"));
        try (Asked asked = Asked.of(cluster, folder, verbs, config)) {
            assertThat(asked.failure("release_install", shop("\"values\": {}")))
                    .contains("verb create is not served here");
        }
    }

    @Test
    void what_does_not_render_leaves_nothing() throws Exception {
        try (Asked asked = Asked.of(cluster, folder, KubernetesConfig.Rules.NONE, config)) {
            assertThat(asked.failure("release_install", "{\"name\": \"broken\", \"chart\": \"stable/broken\"}"))
                    .contains("The chart does not render")
                    .contains("broken/templates/all.yaml:4:");
            assertThat(asked.failure("release_install", "{\"name\": \"x\", \"chart\": \"stable/shob\"}"))
                    .contains("did you mean stable/shop?");
            assertThat(asked.failure("release_install", "{\"name\": \"No Name\", \"chart\": \"stable/shop\"}"))
                    .contains("is no name of a release");
            assertThat(helm.json("list")).isEmpty();
        }
    }

    private static String line(JsonNode test) {
        return test.path("name").asString("") + " " + test.path("phase").asString("");
    }

    /** The tests that helm's words tell of, each with its end. */
    private static List<String> suite(String told) {
        return Pattern.compile("TEST SUITE: +(\\S+)(?s:.*?)Phase: +(\\S+)")
                .matcher(told)
                .results()
                .map(test -> test.group(1) + " " + test.group(2))
                .toList();
    }

    private static String shop(String more) {
        return "{\"name\": \"shop\", \"chart\": \"stable/shop\", " + more + "}";
    }
}
