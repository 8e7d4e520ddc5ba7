package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.Mode;
import io.yumen.service.Prompt;
import io.yumen.service.Tool;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the service offers: what a model reads before it has asked anything. */
class KubernetesToolListTest {
    /** The default set of kubernetes-mcp-server, which has 23. */
    private static final int MOST_BYTES = 28 << 10;

    private final List<Tool> tools =
            KubernetesService.of(KubernetesConfig.DEFAULT, Mode.FULL).offer().tools();

    @Test
    void the_list_is_small() {
        int bytes = tools.stream()
                .mapToInt(tool -> JsonCodec.bytes(tool.toJson().without("outputSchema")).length)
                .sum();
        System.out.println("kubernetes: " + tools.size() + " tools, " + bytes + " bytes");
        assertThat(tools).hasSize(26);
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void every_tool_says_what_it_does_to_the_world_and_what_it_answers() {
        for (Tool tool : tools) {
            assertThat(tool.output()).as(tool.name()).isNotNull();
            assertThat(tool.hints().openWorld()).as(tool.name()).isTrue();
        }
        assertThat(names(Mode.READ_ONLY)).hasSize(16).contains("diff", "logs").doesNotContain("apply", "exec");
        assertThat(names(Mode.NO_DESTROY))
                .hasSize(19)
                .contains("create", "cordon", "port_forward")
                .as("what is there is not overwritten either")
                .doesNotContain("delete", "drain", "exec", "apply", "patch", "scale", "rollout");
        assertThat(names(Mode.FULL)).hasSize(26);
    }

    @Test
    void there_is_a_prompt_for_each_way_that_people_go() {
        assertThat(KubernetesService.of(KubernetesConfig.DEFAULT, Mode.FULL).offer().prompts().stream()
                        .map(Prompt::name))
                .containsExactly(
                        "incident_triage",
                        "workload_diagnosis",
                        "rollout_recovery",
                        "safe_remediation",
                        "connectivity");
    }

    private List<String> names(Mode mode) {
        return tools.stream()
                .filter(tool -> mode.allows(tool.hints()))
                .map(Tool::name)
                .toList();
    }
}
