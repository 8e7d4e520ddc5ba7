package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The release files, as somebody uses them who has no Java. */
class PackageTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MAIN = "io.yumen.cli.Main";

    @Test
    void there_is_no_java_in_the_sandbox() throws Exception {
        Peers.Ran ran =
                run(Sandbox.around("sh", "-c", "id -u; command -v java; find / -xdev -name libjvm.so 2>/dev/null"));

        assertThat(ran.printed()).isEqualToIgnoringNewLines("1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy"})
    void it_serves_and_ends_in_order(String era) throws Exception {
        String port = Integer.toString(freePort());
        try (Served served = Served.start(Sandbox.around(Sandbox.program(), "serve", "--port", port));
                Talker client = Talker.of(era, served.endpoint())) {
            assertThat(client.tools()).contains("add", "echo");
            assertThat(client.text("add", "{\"a\": 2, \"b\": 40}")).contains("42");

            Served.signal("TERM", served.family(MAIN).keySet().iterator().next());

            assertThat(served.exitCode(LIMIT)).isZero();
            assertThat(served.printed()).startsWith("Yumen serves ").doesNotContain("WARNING", "[warning]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy"})
    void nothing_but_messages_comes_out_of_its_pipe(String era) throws Exception {
        String meta = era.equals("legacy") ? "" : """
                "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}},""";
        String opening = era.equals("modern") ? "" : """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
                "clientInfo":{"name":"test","version":"1"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                """;
        String call = """
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{%s"name":"add","arguments":{"a":2,"b":40}}}
                """.formatted(meta);

        Peers.Ran ran = run(Sandbox.around("sh", "-c", """
                printf '%%s' "$1" | %s stdio 2>/dev/null""".formatted(Sandbox.program()), "sh", opening + call));

        assertThat(ran.exitCode()).isZero();
        List<JsonNode> messages = ran.printed().lines().map(JSON::readTree).toList();
        assertThat(messages)
                .allMatch(message -> message.path("jsonrpc").asString().equals("2.0"));
        assertThat(messages.getLast().path("result").toString()).contains("42");
    }

    @Test
    void commands_that_use_more_of_java_find_it_in_the_runtime() throws Exception {
        String script = """
                set -e
                yumen() { %s "$@"; }
                yumen --version; yumen schema; yumen tools; yumen call everything/add '{"a": 2, "b": 40}'
                yumen status --url http://127.0.0.1:1 || [ $? = 3 ]
                echo '{"mcpServers": {"far": {"url": "https://localhost:1/mcp"}}}' >yumen.json
                yumen check; yumen tools || true""".formatted(Sandbox.program());

        Peers.Ran ran = run(Sandbox.around("sh", "-c", script));

        assertThat(ran.exitCode()).as(ran.printed()).isZero();
        assertThat(ran.printed())
                .contains("yumen ", "json-schema.org", "42", "is good")
                .doesNotContain("NoClassDefFound");
    }

    @Test
    void four_first_starts_at_once_unpack_one_copy() throws Exception {
        Peers.Ran ran = run(Sandbox.around("sh", "-c", """
                for i in 1 2 3 4; do %s --version & done; wait; ls -A .cache/yumen | wc -l""".formatted(Sandbox.program())));

        assertThat(ran.printed().lines().filter(line -> line.startsWith("yumen ")))
                .hasSize(4);
        assertThat(ran.printed().lines()).last().isEqualTo("1");
    }

    @Test
    void without_a_home_directory_it_unpacks_where_nobody_else_can_write() throws Exception {
        Peers.Ran ran = run(Sandbox.homeless(Sandbox.program() + " --version && stat -c '%a %u' /tmp/yumen-1000"));

        assertThat(ran.printed()).startsWith("yumen ").endsWith("700 1000\n");
    }

    @Test
    void a_directory_of_somebody_else_is_not_trusted() throws Exception {
        Peers.Ran ran = run(Sandbox.homeless("ln -s /tmp/home /tmp/yumen-1000; " + Sandbox.program() + " --version"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.printed()).contains("found no directory to unpack into", "YUMEN_CACHE");
    }

    @Test
    void where_programs_may_not_run_it_says_what_to_do() throws Exception {
        String noexec = "mount -t tmpfs -o noexec none /var/tmp; mkdir /tmp/a; mount -t tmpfs -o noexec none /tmp/a; ";

        Peers.Ran found = run(Sandbox.mounting(noexec + "TMPDIR=/tmp/a " + Sandbox.program() + " --version"));
        Peers.Ran named = run(Sandbox.mounting(noexec + "YUMEN_CACHE=/tmp/a " + Sandbox.program() + " --version"));

        assertThat(found.printed()).contains("tried", "/tmp/a, /var/tmp", "noexec", "YUMEN_CACHE");
        assertThat(named.printed()).contains("YUMEN_CACHE is /tmp/a", "noexec");
        assertThat(List.of(found.exitCode(), named.exitCode())).containsOnly(1);
    }

    @Test
    void the_sums_are_those_of_the_files() throws Exception {
        List<String> sums = Files.readAllLines(Sandbox.made("SHA256SUMS"));

        assertThat(sums).hasSize(3);
        for (String sum : sums) {
            String[] parts = sum.split(" +", 2);
            byte[] content = Files.readAllBytes(Sandbox.made(parts[1]));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            assertThat(HexFormat.of().formatHex(digest)).isEqualTo(parts[0]);
        }
    }

    @Test
    void the_bill_of_materials_names_what_is_inside_and_nothing_of_the_tests() throws Exception {
        JsonNode bill = JSON.readTree(Files.readString(Sandbox.made("*.cdx.json")));

        assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(bill.path("metadata").path("component").path("name").asString())
                .isEqualTo("yumen");
        List<String> names = bill.path("components")
                .valueStream()
                .map(component -> component.path("name").asString())
                .toList();
        assertThat(names)
                .contains("helidon-webserver", "jackson-databind", "logback-classic", "picocli")
                .doesNotContain("assertj-core", "mcp-core", "junit-jupiter");
        assertThat(bill.path("components").valueStream())
                .allMatch(component -> !component.path("version").asString("").isEmpty());
    }

    @Test
    void the_jar_runs_where_java_is() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        Peers.Ran ran = run(List.of(java, "-jar", Sandbox.made("yumen-*.jar").toString(), "--version"));

        assertThat(ran.printed()).startsWith("yumen ");
    }

    private static Peers.Ran run(List<String> command) throws IOException, InterruptedException {
        return Peers.run(command, Map.of(), LIMIT);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
