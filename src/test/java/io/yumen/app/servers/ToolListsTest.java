package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.TargetIdentity;
import io.yumen.config.ServerSettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.golden.Golden;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.protocol.JsonCodec;
import io.yumen.secret.Sealer;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a model reads of all services together before it has asked anything. */
class ToolListsTest {
    private static final int MOST_BYTES = 60 << 10;
    private static final int MOST_BYTES_OF_AWS = 10 << 10;
    private static final int MOST_BYTES_OF_A_BROWSER = 29_000;
    private static final Set<String> OF_NO_CLUSTER = Set.of("everything", "aws-docs", "browser");
    private static final Set<String> OF_A_URL = Set.of("alertmanager", "browser", "prometheus");

    @Test
    void the_lists_of_services_are_small() {
        int all = 0;
        for (String name : Services.NAMES) {
            if (!OF_NO_CLUSTER.contains(name)) {
                all += bytes(name);
            }
        }
        System.out.println("services of a cluster: " + all + " bytes of tools");
        assertThat(all).isLessThan(MOST_BYTES);
        assertThat(bytes("aws-docs")).isLessThan(MOST_BYTES_OF_AWS);
        assertThat(bytes("browser")).isLessThan(MOST_BYTES_OF_A_BROWSER);
    }

    private static int bytes(String name) {
        int bytes = listOf(name).stream()
                .mapToInt(tool -> JsonCodec.bytes(tool.without("outputSchema")).length)
                .sum();
        System.out.println(name + ": " + bytes + " bytes of tools");
        assertThat(bytes).as(name).isGreaterThan(1_000);
        return bytes;
    }

    @Test
    void every_tool_says_what_its_structured_content_is() {
        Map<String, String> more = Map.of(
                "catalogue of pets",
                        "\"mode\": \"full\", \"catalogue\": \"examples/described/pets.json\", \"url\": \"http://127.0.0.1:1\"",
                "OpenAPI document",
                        "\"mode\": \"full\", \"openapi\": \"examples/described/pets.openapi.yaml\", \"url\": \"http://127.0.0.1:1\"");
        Services.NAMES.stream()
                .filter(name -> !name.equals("everything"))
                .forEach(name -> assertEachHasOutput(name, listOf(name)));
        more.forEach((name, settings) -> assertEachHasOutput(name, listed(settings)));
    }

    private static void assertEachHasOutput(String service, List<ObjectNode> tools) {
        assertThat(tools).as(service).isNotEmpty();
        assertThat(tools.stream()
                        .filter(tool -> !tool.has("outputSchema"))
                        .map(tool -> tool.path("name").asString("")))
                .as("tools without an output schema, of %s", service)
                .isEmpty();
    }

    /** The lists themselves: what changes in them is looked at. */
    @Test
    void each_list_is_as_it_was_when_somebody_last_looked() throws IOException {
        for (String name : Services.NAMES) {
            if (!name.equals("everything")) {
                String list =
                        listOf(name).stream().map(JsonCodec::text).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
                Golden.matches(Path.of("src/test/resources/tools/" + name + ".json"), list);
            }
        }
    }

    /** Which tools there are in each mode: one that changes something must not slip into a mode that only reads. */
    @Test
    void each_mode_has_the_tools_that_it_had_when_somebody_last_looked() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String mode : List.of("read-only", "no-destroy", "full")) {
            for (String name : Services.NAMES) {
                String tools = listOf(name, mode).stream()
                        .map(tool -> tool.path("name").asString(""))
                        .collect(Collectors.joining(" "));
                all.append(mode)
                        .append(' ')
                        .append(name)
                        .append(": ")
                        .append(tools)
                        .append('\n');
            }
        }
        Golden.matches(Path.of("src/test/resources/tools/modes.txt"), all.toString());
    }

    private static List<ObjectNode> listOf(String name) {
        return listOf(name, "full");
    }

    private static List<ObjectNode> listOf(String name, String mode) {
        String url = OF_A_URL.contains(name) ? ", \"url\": \"http://127.0.0.1:1\"" : "";
        return listed("\"service\": \"" + name + "\", \"mode\": \"" + mode + "\"" + url);
    }

    private static List<ObjectNode> listed(String more) {
        String config = "{\"mcpServers\": {\"it\": {" + more + "}}}";
        try (RelayClient client = RelayClient.create(RelayClientConfig.defaults());
                Children children = new Children(ChildrenLimits.DEFAULT)) {
            ServerSettings settings =
                    Objects.requireNonNull(ConfigFile.parse(config).mcpServers().get("it"));
            ServiceHandler service =
                    new Services(Sealer.ephemeral(), client, children).start("it", settings, TargetIdentity.OWN);
            ObjectNode list = new Asker(service).send("tools/list", "{}");
            service.close();
            return list.path("tools").valueStream().map(ObjectNode.class::cast).toList();
        }
    }
}
