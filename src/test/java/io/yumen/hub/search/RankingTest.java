package io.yumen.hub.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.hub.names.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tools of Kubernetes, searched as a model would. */
class RankingTest {
    private final Found tools = tools();

    @ParameterizedTest
    @CsvSource({
        "logs of a pod, logs",
        "scale a deployment, scale",
        "restart, rollout",
        "cpu and memory usage, top",
        "port forward, port_forward",
        "PortForward, port_forward",
        "delete objects, delete",
        "what would change in a manifest, diff",
        "unhealth, unhealthy",
        "drain, drain"
    })
    void the_tool_that_is_meant_comes_first(String query, String first) {
        assertThat(names(query)).startsWith(first);
    }

    @Test
    void what_fits_in_no_word_is_not_found() {
        assertThat(names("zebra")).isEmpty();
        assertThat(names(" ,;")).isEmpty();
        assertThat(new Ranking(new Found(List.of(), List.of())).best("pods")).isEmpty();
    }

    @Test
    void each_tool_is_found_once_whatever_is_asked() {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            String query = random.ints(random.nextInt(80), 1, 0x2000)
                    .mapToObj(point -> point % 3 == 0 ? " pod" : Character.toString(point))
                    .collect(Collectors.joining());
            assertThat(names(query)).doesNotHaveDuplicates();
        }
    }

    @Test
    void each_tool_is_found_by_its_name() {
        for (Named tool : tools.names()) {
            assertThat(names(tool.exposed())).contains(tool.exposed());
        }
    }

    private List<String> names(String query) {
        return new Ranking(tools)
                .best(query).stream().map(i -> tools.names().get(i).exposed()).toList();
    }

    private static Found tools() {
        try {
            List<ObjectNode> items = JsonMapper.shared()
                    .readTree(Files.readString(Path.of("src/test/resources/tools/kubernetes.json")))
                    .valueStream()
                    .map(ObjectNode.class::cast)
                    .toList();
            List<Named> names = items.stream()
                    .map(tool -> tool.path("name").asString())
                    .map(name -> new Named("kubernetes", name, name))
                    .toList();
            return new Found(names, items);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
