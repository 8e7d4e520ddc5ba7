package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.secret.Secret;
import io.yumen.service.helm.chart.HelmConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Charts of a repository are told as the real helm tells them, and no others. */
class ChartToolsTest {
    @TempDir
    private static Path folder;

    private static Helm helm;
    private static ChartServer server;
    private static Asked asked;

    @BeforeAll
    static void publish() throws Exception {
        helm = new Helm("", folder.resolve("helm"));
        Charts.shop(helm);
        Charts.broken(helm);
        helm.run("package", "shop", "-d", "repository");
        helm.run("package", "shop", "-d", "repository", "--version", "1.1.0");
        helm.run("package", "shop", "-d", "repository", "--version", "2.0.0-beta.1");
        helm.run("package", "broken", "-d", "repository");
        helm.run("repo", "index", "repository");
        server = ChartServer.of(folder.resolve("helm/repository"));
        asked = Asked.of(config(Map.of("stable", server.repository())));
    }

    @AfterAll
    static void stop() {
        asked.close();
        server.close();
    }

    @Test
    void repositories_are_listed_without_their_passwords() {
        String told = asked.told("chart_repositories", "{}");
        assertThat(told).contains("stable").contains("http://127.0.0.1").doesNotContain(ChartServer.PASSWORD);
    }

    @Test
    void charts_are_searched() {
        JsonNode newest =
                asked.structured("chart_search", "{\"query\": \"SHOP\"}").path("items");
        assertThat(newest.valueStream()
                        .map(hit -> hit.path("version").asString(""))
                        .toList())
                .containsExactly("1.2.0");
        JsonNode all = asked.structured("chart_search", "{\"query\": \"shop\", \"versions\": true}")
                .path("items");
        assertThat(all.valueStream()
                        .map(hit -> hit.path("version").asString(""))
                        .toList())
                .containsExactly("2.0.0-beta.1", "1.2.0", "1.1.0");
        assertThat(all.path(1).path("name").asString("")).isEqualTo("stable/shop");
        assertThat(all.path(1).path("app_version").asString("")).isEqualTo("7");
    }

    @Test
    void parts_of_a_chart_are_those_that_helm_shows() throws Exception {
        assertThat(asked.structured("chart_show", "{\"chart\": \"stable/shop\"}")
                        .path("values")
                        .asString(""))
                .isEqualTo(helm.run("show", "values", "shop").strip().replace("none", "[redacted]"));
        JsonNode chart = asked.structured(
                        "chart_show", "{\"chart\": \"stable/shop\", \"version\": \"~1.1\", \"part\": \"chart\"}")
                .path("chart");
        assertThat(chart.path("version").asString("")).isEqualTo("1.1.0");
        assertThat(chart.path("description").asString("")).isEqualTo("A shop for tests");
    }

    @Test
    void a_chart_is_rendered_as_helm_renders_it() throws Exception {
        String values = "{\"colour\": \"red\", \"replicas\": 3, \"database\": {\"password\": \"hunter2\"}}";
        JsonNode objects = asked.structured(
                        "chart_template",
                        "{\"chart\": \"stable/shop\", \"name\": \"corner\", \"namespace\": \"shops\", \"values\": "
                                + values + "}")
                .path("objects");
        assertThat(objects.valueStream()
                        .map(object -> object.path("kind").asString("") + "/"
                                + object.path("metadata").path("name").asString(""))
                        .toList())
                .containsExactly("Secret/corner-login", "ConfigMap/corner", "Deployment/corner");
        assertThat(objects.path(0).path("stringData").path("word").asString("")).isEqualTo("[redacted]");
        assertThat(objects.path(1).path("data").path("colour").asString("")).isEqualTo("red");
        assertThat(objects.path(2).path("spec").path("replicas").asInt()).isEqualTo(3);
    }

    @Test
    void values_may_be_yaml() {
        assertThat(asked.told(
                        "chart_template", "{\"chart\": \"stable/shop\", \"values\": \"# given\\ncolour: green\\n\"}"))
                .contains("colour: green");
    }

    @Test
    void a_chart_is_checked() {
        JsonNode shop = asked.structured("chart_lint", "{\"chart\": \"stable/shop\"}");
        assertThat(shop.path("good").asBoolean(false)).isTrue();
        assertThat(shop.path("messages").toString()).contains("icon is recommended");
        JsonNode broken = asked.structured("chart_lint", "{\"chart\": \"stable/broken\"}");
        assertThat(broken.path("good").asBoolean(true)).isFalse();
        assertThat(broken.path("messages").toString()).contains("broken/templates/all.yaml");
    }

    @Test
    void what_does_not_render_is_told_with_its_line() {
        assertThat(asked.failure("chart_template", "{\"chart\": \"stable/broken\"}"))
                .contains("The chart does not render")
                .contains("broken/templates/all.yaml:4:");
    }

    @Test
    void values_that_the_chart_does_not_take_are_told_one_by_one() {
        assertThat(asked.failure(
                        "chart_template", "{\"chart\": \"stable/shop\", \"values\": {\"replicas\": \"many\"}}"))
                .contains("The values do not fit what the chart wants")
                .contains("replicas");
    }

    @Test
    void what_there_is_not_is_answered_with_what_there_is() {
        assertThat(asked.failure("chart_show", "{\"chart\": \"stable/shob\"}"))
                .contains("There is no chart stable/shob; did you mean stable/shop?");
        assertThat(asked.failure("chart_show", "{\"chart\": \"stable/shop\", \"version\": \"9.0.0\"}"))
                .contains("stable/shop has no version 9.0.0; there is 2.0.0-beta.1, 1.2.0, 1.1.0");
        assertThat(asked.failure("chart_show", "{\"chart\": \"stabel/shop\"}"))
                .contains("in no repository that is served here; did you mean stable?");
        assertThat(asked.failure("chart_search", "{\"repository\": \"stabel\"}"))
                .contains("did you mean stable?");
    }

    @Test
    void no_path_and_no_url_is_a_chart() {
        for (String name : List.of(
                "./shop",
                "/etc",
                "../../etc/passwd",
                "stable/../shop",
                "stable//etc/passwd",
                "http://127.0.0.1:1/shop-1.0.0.tgz",
                "oci://127.0.0.1:1/shop",
                "stable/shop@sha256:0",
                "stable/a/b",
                "shop")) {
            assertThat(asked.failure("chart_show", "{\"chart\": \"" + name + "\"}"))
                    .as(name)
                    .containsAnyOf("in no repository that is served here", "is no name of a chart");
        }
        assertThat(asked.failure("chart_show", "{\"chart\": \"stable/shop\", \"version\": \"--help; /\"}"))
                .contains("is no version");
    }

    @Test
    void what_cannot_be_searched_is_told_beside_what_was_found() {
        HelmConfig.Repository gone =
                new HelmConfig.Repository(URI.create("http://127.0.0.1:1"), "a", new Secret("s3cret"), null, false);
        try (Asked some = Asked.of(config(Map.of("stable", server.repository(), "gone", gone)))) {
            JsonNode found = some.structured("chart_search", "{\"query\": \"shop\"}");
            assertThat(found.path("items")).hasSize(1);
            assertThat(found.path("note").asString(""))
                    .startsWith("gone: Not searched: \"gone\" cannot be reached")
                    .doesNotContain("s3cret");
            assertThat(some.told("chart_search", "{\"query\": \"shop\", \"count_only\": true}"))
                    .startsWith("1 charts")
                    .contains("gone: Not searched");
        }
    }

    @Test
    void a_repository_that_is_not_there_or_lets_nobody_in_is_told() throws Exception {
        HelmConfig.Repository wrong = server.repository("wrong");
        HelmConfig.Repository gone =
                new HelmConfig.Repository(URI.create("http://127.0.0.1:1"), "a", new Secret("s3cret"), null, false);
        try (Asked others = Asked.of(config(Map.of("wrong", wrong, "gone", gone)))) {
            assertThat(others.failure("chart_show", "{\"chart\": \"wrong/shop\"}"))
                    .contains("lets nobody in")
                    .contains("401")
                    .doesNotContain("\"wrong\":");
            assertThat(others.failure("chart_search", "{\"repository\": \"gone\"}"))
                    .contains("cannot be reached")
                    .containsIgnoringCase("connection refused")
                    .doesNotContain("s3cret");
        }
        try (Asked none = Asked.of(HelmConfig.DEFAULT)) {
            assertThat(none.failure("chart_show", "{\"chart\": \"stable/shop\"}"))
                    .contains("No repository of charts is served here");
        }
    }

    static HelmConfig config(Map<String, HelmConfig.Repository> repositories) {
        return new HelmConfig(repositories, Duration.ofSeconds(60), 1, null, 2);
    }
}
