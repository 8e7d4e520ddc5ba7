package io.yumen.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.app.Core;
import io.yumen.app.Gateway;
import io.yumen.app.Pipe;
import io.yumen.app.servers.StartException;
import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators who err, and who run it on a pipe that somebody else fills. */
final class OperatorFaultsTest {
    /** So much in each cycle that a share of the cycles goes through all of it. */
    private static final int OF_THE_CORPUS = 3;

    private final Fleet fleet = new Fleet();

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void a_port_in_use_is_told_and_what_was_started_for_it_ends() throws Exception {
        int port = fleet.endpoint().getPort();
        GatewaySettings settings = ConfigFile.parse("{\"listen\":{\"port\":" + port + "},\"mcpServers\":{\"eager\":"
                + Fleet.child("calm").put("start", "eager") + "}}");
        new Trial("operator, port in use", fleet)
                .run((lane, number) -> assertThatThrownBy(() -> Gateway.start(settings))
                        .isInstanceOf(StartException.class)
                        .hasMessageStartingWith("Cannot listen on 127.0.0.1:" + port
                                + " (Address already in use): stop the program that uses"
                                + " the port, or choose another address or port"));
    }

    @Test
    void a_configuration_that_is_wrong_is_told_with_its_place_and_changes_nothing(@TempDir Path folder)
            throws Exception {
        List<String> wrong = List.of(
                "{\"mcpServers\": {\"calm\": {\"comand\": \"sh\"}}}",
                "{\"mcpServers\": {\"calm\": {\"command\": \"sh\", \"requestTimeout\": \"soon\"}}}",
                "{\"mcpServers\": {\"calm\": {\"url\": \"ftp://x\"}}}",
                "{\"mcpServers\": {\"calm\": {\"command\": \"${NO_SUCH_VARIABLE}\"}}}",
                "{\"mcpServers\": [",
                "");
        List<String> told = List.of("command", "requestTimeout", "no URL of an MCP server", "NO_SUCH_VARIABLE", "", "");
        new Trial("operator, wrong configuration", fleet).run((lane, number) -> {
            Path file = Files.writeString(folder.resolve(lane + ".json"), wrong.get(number % wrong.size()));
            assertThatThrownBy(() -> fleet.gateway()
                            .apply(new ConfigFile(Map.of()).load(file).settings()))
                    .isInstanceOfSatisfying(
                            ConfigException.class,
                            e -> assertThat(e.problems())
                                    .isNotEmpty()
                                    .allSatisfy(problem ->
                                            assertThat(problem.toString()).contains(lane + ".json"))
                                    .anySatisfy(problem ->
                                            assertThat(problem.toString()).contains(told.get(number % wrong.size()))));
            assertThat(McpClient.hear(fleet.endpoint("calm"), true, "calm")).isEqualTo("well");
        });
    }

    @Test
    void half_written_and_hostile_lines_on_a_pipe_are_refused_and_the_next_is_answered() throws Exception {
        GatewaySettings settings = ConfigFile.parse("{\"mcpServers\": {\"good\": {\"service\": \"everything\"}}}");
        List<HostileJson> corpus = HostileJson.corpus();
        new Trial("client, hostile lines", fleet).run((lane, number) -> {
            ByteArrayOutputStream in = new ByteArrayOutputStream();
            for (int i = 0; i < OF_THE_CORPUS; i++) {
                in.write(
                        corpus.get((number * OF_THE_CORPUS + i) % corpus.size()).bytes());
                in.write('\n');
            }
            in.write(
                    ("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}\n{\"half\":")
                            .getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (Core core = Core.start(settings)) {
                Pipe.serve(core, settings, new ByteArrayInputStream(in.toByteArray()), out);
            }
            assertThat(out.toString(StandardCharsets.UTF_8).lines().map(McpClient::read))
                    .as("after hostile lines from %d on", number * OF_THE_CORPUS)
                    .anyMatch(message -> message.path("id").asInt(0) == 9 && message.has("result"));
        });
    }
}
