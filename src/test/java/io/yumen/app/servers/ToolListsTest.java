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
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a model reads of all services together before it has asked anything. */
class ToolListsTest {
    private static final int MOST_BYTES = 60 << 10;

    @Test
    void the_lists_of_all_services_together_are_small() {
        int all = 0;
        for (String name : Services.NAMES) {
            if (!name.equals("everything")) {
                int bytes = listOf(name).stream()
                        .mapToInt(tool -> JsonCodec.bytes(tool.without("outputSchema")).length)
                        .sum();
                System.out.println(name + ": " + bytes + " bytes of tools");
                assertThat(bytes).as(name).isGreaterThan(1_000);
                all += bytes;
            }
        }
        System.out.println("all services: " + all + " bytes of tools");
        assertThat(all).isLessThan(MOST_BYTES);
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

    private static List<ObjectNode> listOf(String name) {
        String url =
                name.equals("alertmanager") || name.equals("prometheus") ? ", \"url\": \"http://127.0.0.1:1\"" : "";
        String config = "{\"mcpServers\": {\"it\": {\"service\": \"" + name + "\", \"mode\": \"full\"" + url + "}}}";
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
