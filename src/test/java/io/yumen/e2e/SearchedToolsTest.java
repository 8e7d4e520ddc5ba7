package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway of many tools, which lists a search over them, and what clients make of it. */
class SearchedToolsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Served gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = Served.start(Files.writeString(folder.resolve("yumen.json"), """
                {"listen": {"port": 0}, "names": {"search": {"above": 10, "pinned": ["test_simple_*"]}},
                 "mcpServers": {"everything": {"service": "everything"}},
                 "views": {"sums": {"tools": ["add"]}}}"""));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy"})
    void what_is_found_is_called_by_its_name(String era) throws Exception {
        try (Talker talker = Talker.of(era, gateway.endpoint())) {
            Await.until("the tools are listed", LIMIT, () -> !talker.tools().isEmpty());
            assertThat(talker.tools()).containsExactly("tools", "test_simple_text");
            JsonNode found = talker.call("tools", "{\"query\": \"add two numbers\", \"limit\": 1}")
                    .path("result")
                    .path("structuredContent");
            assertThat(found.path("tools").path(0).path("name").asString()).isEqualTo("add");
            assertThat(found.path("tools")
                            .path(0)
                            .path("inputSchema")
                            .path("properties")
                            .has("a"))
                    .isTrue();
            assertThat(talker.text("add", "{\"a\": 2, \"b\": 40}")).contains("42");
            assertThat(talker.text("tools", "{\"query\": \"zebra\"}"))
                    .isEqualTo("No tool fits zebra. There are tools of: everything (" + counted(talker) + ")");
        }
    }

    @Test
    void a_view_of_few_tools_lists_them() throws Exception {
        try (Talker talker = Talker.of("modern", gateway.endpoint().resolve("/views/sums/mcp"))) {
            Await.until("the tools are listed", LIMIT, () -> !talker.tools().isEmpty());
            assertThat(talker.tools()).containsExactly("add");
            assertThat(talker.text("tools", "{\"query\": \"text\"}")).contains("There are tools of: everything (1)");
        }
    }

    @Test
    void the_official_client_of_Java_takes_the_list_and_what_is_found() {
        HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport.builder(
                        gateway.endpoint().resolve("/").toString())
                .endpoint(gateway.endpoint().getPath())
                .build();
        try (McpSyncClient client =
                McpClient.sync(transport).requestTimeout(LIMIT).build()) {
            client.initialize();
            Await.until(
                    "the tools are listed",
                    LIMIT,
                    () -> !client.listTools().tools().isEmpty());
            assertThat(client.listTools().tools().stream().map(McpSchema.Tool::name))
                    .containsExactly("tools", "test_simple_text");
            assertThat(told(client, "tools", Map.of("query", "add"))).contains("\"name\":\"add\"");
            assertThat(told(client, "add", Map.of("a", 2, "b", 40))).contains("42");
        }
    }

    private static String told(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(McpSchema.CallToolRequest.builder(tool)
                        .arguments(arguments)
                        .build())
                .content()
                .toString();
    }

    /** How many there are, as the list says. */
    private static int counted(Talker talker) throws IOException, InterruptedException {
        String words = talker.result("tools/list", JsonMapper.shared().createObjectNode())
                .path("result")
                .path("tools")
                .path(0)
                .path("description")
                .asString();
        return Integer.parseInt(words.replaceAll("(?s).*everything \\((\\d+)\\).*", "$1"));
    }
}
