package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.Mode;
import io.yumen.service.Tool;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the service offers: what a model reads before it has asked anything. */
class HelmToolListTest {
    private static final Path GOLDEN = Path.of("src/test/resources/tools/helm.json");
    private static final int MOST_BYTES = 6 << 10;

    private final List<Tool> tools =
            HelmService.of(KubernetesConfig.DEFAULT).offer().tools();

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
        assertThat(tools).hasSize(4);
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void every_tool_only_looks_and_says_what_it_answers() {
        for (Tool tool : tools) {
            assertThat(tool.output()).as(tool.name()).isNotNull();
            assertThat(tool.hints().openWorld()).as(tool.name()).isTrue();
            assertThat(Mode.READ_ONLY.allows(tool.hints())).as(tool.name()).isTrue();
        }
    }
}
