package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.cli.command.ExitCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code yumen serve --demo}: what it says to try works, without a configuration and without the Internet. */
final class DemoTest {
    private static final Pattern TRY = Pattern.compile("(?m)^  (\\w+) +(\\{.*\"(?:search_phrase|url)\".*})$");
    private static final Pattern SITE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/docs\\.aws\\.amazon\\.com/\\S+");
    private static final Pattern RESOURCE = Pattern.compile("awsdocs://\\S+");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy"})
    void the_AWS_documentation_is_tried_as_it_says_and_leaves_nothing_behind(String era) throws Exception {
        try (Served gateway = Served.start(demo("aws-docs"));
                Talker talker = Talker.of(era, gateway.endpoint())) {
            String printed = gateway.printed();
            assertThat(printed).contains("the AWS documentation as a demonstration");
            List<MatchResult> tries = TRY.matcher(printed).results().toList();
            assertThat(tries).extracting(one -> one.group(1)).contains("search_documentation", "read", "search_table");
            for (MatchResult one : tries) {
                JsonNode answer = talker.call(one.group(1), one.group(2));
                assertThat(answer.path("result").path("isError").asBoolean(false))
                        .as(one.group())
                        .isFalse();
                assertThat(answer.at("/result/content/0/text").asString(""))
                        .as(one.group())
                        .isNotBlank();
            }
            String uri = RESOURCE.matcher(printed)
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group();
            JsonNode page = talker.result(
                    "resources/read", JsonMapper.shared().createObjectNode().put("uri", uri));
            assertThat(page.at("/result/contents/0/text").asString("")).startsWith("# What is Harbor?");
            assertThat(status(SITE.matcher(printed)
                            .results()
                            .findFirst()
                            .orElseThrow()
                            .group()))
                    .isEqualTo(200);
            assertThat(kept()).hasSize(1);
            gateway.signal("TERM");
            assertThat(gateway.exitCode(Duration.ofMinutes(1))).isZero();
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    void the_everything_server_is_one_too() throws Exception {
        try (Served gateway = Served.start(demo("everything"));
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(talker.text("echo", "{\"message\": \"hello\"}")).contains("hello");
        }
    }

    @Test
    void a_demonstration_and_a_configuration_do_not_go_together() throws Exception {
        Path file = Files.writeString(folder.resolve("mcp.json"), "{\"mcpServers\": {}}");
        Peers.Ran ran = Peers.run(
                Peers.yumen("serve", "--demo", "aws-docs", "--config", file.toString()),
                Map.of(),
                Duration.ofMinutes(1));
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.printed()).contains("A demonstration has no configuration");
        Peers.Ran unknown = Peers.run(Peers.yumen("serve", "--demo", "aws"), Map.of(), Duration.ofMinutes(1));
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.printed()).contains("--demo", "aws-docs", "everything");
    }

    private List<String> demo(String name) {
        List<String> command = new ArrayList<>(Peers.yumen("serve", "--demo", name, "--port", "0"));
        command.add(1, "-Djava.io.tmpdir=" + folder);
        return command;
    }

    private List<Path> kept() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("yumen-aws-docs"))
                    .toList();
        }
    }

    private static int status(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
