package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.server.Certificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The container file and its hardened example, done by bubblewrap as an engine of containers would do them: there is none where these
 * tests run.
 */
@Timeout(300)
class ContainerTest {
    private static final Path FILES = Path.of("packaging", "container");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern MAKE_KEY = Pattern.compile("podman compose exec yumen (yumen key create [^\\n]+)");
    private static final String CALL = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":2,"b":40},"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""";

    @TempDir
    private static Path built;

    private static ContainerImage image;

    @TempDir
    private Path folder;

    private Certificates tls;
    private Path volumes;

    @BeforeAll
    static void build() throws Exception {
        image = ContainerImage.build(
                built,
                ContainerFilesTest.instructions(FILES.resolve("Containerfile")),
                Sandbox.made("SHA256SUMS").getParent());
    }

    @BeforeEach
    void layOut() throws Exception {
        volumes = Files.createDirectory(folder.resolve("volumes"));
        tls = Certificates.make(Files.createDirectory(folder.resolve("tls")), "tls");
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Files.writeString(folder.resolve("master.key"), Base64.getEncoder().encodeToString(key));
        for (String name : List.of("master.key", "tls/tls.key", "tls/tls.crt")) {
            lend(folder.resolve(name));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"service\": \"everything\" }",
                "{\"command\": \"yumen\", \"args\": [\"everything\", \"--stdio\"]}"
            })
    void the_example_serves_without_rights_and_writes_to_its_volume_alone(String server) throws Exception {
        Container container = container(server);
        Map<String, String> before = image.files();
        try (Served gateway = container.start("--port", "0")) {
            Await.until(
                    "it is healthy",
                    LIMIT,
                    () -> container.exec(gateway, image.health()).exitCode() == 0);
            hasNoRights(container, gateway);

            String key = container.exec(gateway, documented()).printed().lines().reduce("", (earlier, line) -> line);
            assertThat(call(gateway.endpoint(), key)).contains("42");
            assertThat(call(gateway.endpoint(), "wrong")).doesNotContain("42");

            Served.signal(image.setting("STOPSIGNAL").replace("SIG", ""), Container.process(gateway));
            assertThat(gateway.exitCode(LIMIT)).as(gateway.errors()).isZero();
        }
        assertThat(image.files()).isEqualTo(before);
        try (Stream<Path> written = Files.walk(volumes)) {
            assertThat(written.map(file -> file.getFileName().toString()))
                    .contains("state.db", "audit")
                    .doesNotContain("master.key");
        }
    }

    @Test
    void where_nothing_is_served_it_is_not_healthy() throws Exception {
        assertThat(container("{ \"service\": \"everything\" }")
                        .run(image.health())
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void the_image_and_the_example_say_the_same() throws IOException {
        JsonNode service = service();

        assertThat(service.path("user").asString()).isEqualTo(image.setting("USER"));
        assertThat(service.path("ports").path(0).asString()).endsWith(":" + image.setting("EXPOSE"));
        assertThat(image.setting("VOLUME")).isEqualTo(image.setting("WORKDIR"));
        assertThat(image.command()).contains("/etc/yumen/yumen.json");
        assertThat(service.path("volumes").valueStream().map(JsonNode::asString))
                .contains("state:" + image.setting("VOLUME"), "./yumen.json:/etc/yumen/yumen.json:ro");
    }

    private Container container(String server) throws Exception {
        String example = Files.readString(FILES.resolve("yumen.json"));
        assertThat(example).contains("{ \"service\": \"everything\" }");
        Path configuration = Files.writeString(
                folder.resolve("yumen.json"), example.replace("{ \"service\": \"everything\" }", server));
        lend(configuration);
        return new Container(image, service(), folder, volumes);
    }

    private static void hasNoRights(Container container, Served gateway) throws Exception {
        assertThat(Files.readString(Path.of("/proc", Long.toString(Container.process(gateway)), "status")))
                .containsPattern("CapPrm:\\s+0{16}\\n")
                .containsPattern("CapEff:\\s+0{16}\\n")
                .containsPattern("NoNewPrivs:\\s+1\\n");
        assertThat(container.exec(gateway, List.of("id", "-u")).printed().strip())
                .isEqualTo("10001");
        for (String place : List.of("/", "/etc", "/etc/yumen/tls", "/usr/local/bin", "/opt/yumen", "/run", "/var")) {
            assertThat(container
                            .exec(gateway, List.of("touch", place + "/written"))
                            .printed())
                    .contains("Read-only file system");
        }
        String writable = "touch /tmp/written /var/lib/yumen/written && rm /tmp/written /var/lib/yumen/written";
        Peers.Ran ran = container.exec(gateway, List.of("/bin/sh", "-c", writable));
        assertThat(ran.exitCode()).as(ran.printed()).isZero();
    }

    /** How the guide says that a key is made. */
    private static List<String> documented() throws IOException {
        Matcher command = MAKE_KEY.matcher(Files.readString(Path.of("docs", "security", "hardening.md")));
        assertThat(command.find()).isTrue();
        return Arrays.asList(command.group(1).strip().split(" +"));
    }

    private String call(URI endpoint, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "add")
                .header("X-API-Key", key)
                .POST(BodyPublishers.ofString(CALL))
                .build();
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls.trustedBy(tls))
                .build()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static JsonNode service() throws IOException {
        return new YAMLMapper()
                .readTree(Files.readString(FILES.resolve("compose.yaml")))
                .path("services")
                .path("yumen");
    }

    /** Gives a file to the user of the image, who alone may read it. */
    private static void lend(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        if (ContainerImage.isPrivileged()) {
            Files.setAttribute(
                    file, "unix:uid", Integer.parseInt(image.setting("USER").split(":")[0]));
        }
    }
}
