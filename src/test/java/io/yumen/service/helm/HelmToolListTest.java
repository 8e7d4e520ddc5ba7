package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.client.RelayClient;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.protocol.JsonCodec;
import io.yumen.service.Mode;
import io.yumen.service.Tool;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.helm.chart.HelmConfig;
import io.yumen.service.helm.chart.Indexes;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the service offers: what a model reads before it has asked anything. */
class HelmToolListTest {
    private static final Path GOLDEN = Path.of("src/test/resources/tools/helm.json");
    private static final int MOST_BYTES = 11_200;

    private static Children children;
    private static List<Tool> tools;

    @BeforeAll
    static void offer() {
        children = new Children(ChildrenLimits.DEFAULT);
        tools = HelmService.of(
                        KubernetesConfig.DEFAULT,
                        new Charts(HelmConfig.DEFAULT, RelayClient::create, children, Indexes.none()))
                .offer()
                .tools();
    }

    @AfterAll
    static void stop() {
        children.close();
    }

    @Test
    void the_list_is_as_it_was_when_somebody_last_looked() throws Exception {
        String now = tools.stream()
                .map(tool -> JsonCodec.text(tool.toJson()))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        if (Boolean.getBoolean("yumen.write")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, now);
        }
        assertThat(now)
                .as("the list changed: look at it, and write it anew with -Dyumen.write=true")
                .isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void the_list_is_small() {
        int bytes = tools.stream()
                .mapToInt(tool -> JsonCodec.bytes(tool.toJson().without("outputSchema")).length)
                .sum();
        System.out.println("helm: " + tools.size() + " tools, " + bytes + " bytes");
        assertThat(tools).hasSize(14);
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void every_tool_says_what_it_does_and_what_it_answers() {
        for (Tool tool : tools) {
            assertThat(tool.output()).as(tool.name()).isNotNull();
            assertThat(tool.hints().openWorld())
                    .as(tool.name())
                    .isNotEqualTo(tool.name().equals("chart_repositories"));
        }
    }

    @Test
    void a_mode_lets_look_or_add_or_change() {
        List<String> reading = List.of(
                "release_list",
                "release_get",
                "release_history",
                "release_diff",
                "chart_repositories",
                "chart_search",
                "chart_show",
                "chart_template",
                "chart_lint");
        assertThat(names(Mode.READ_ONLY)).containsExactlyElementsOf(reading);
        assertThat(names(Mode.NO_DESTROY))
                .containsAll(reading)
                .contains("release_install")
                .hasSize(10);
        assertThat(names(Mode.FULL))
                .contains("release_upgrade", "release_rollback", "release_uninstall", "release_test")
                .hasSize(14);
    }

    private static List<String> names(Mode mode) {
        return tools.stream()
                .filter(tool -> mode.allows(tool.hints()))
                .map(Tool::name)
                .toList();
    }
}
