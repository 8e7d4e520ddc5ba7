package io.yumen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.shelf.desk.Intake;
import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Freshness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CommandsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @TempDir
    Path directory;

    @BeforeEach
    void capture() {
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void a_server_is_added_listed_disabled_and_removed() {
        String file = directory.resolve("yumen.json").toString();

        assertThat(Main.run("add", "-c", file, "demo", "--service", "everything"))
                .isZero();
        assertThat(Main.run("add", "-c", file, "files", "--env", "A=1", "--", "npx", "-y", "x"))
                .isZero();
        assertThat(Main.run("disable", "-c", file, "files")).isZero();
        assertThat(Main.run("list", "-c", file)).isZero();
        assertThat(Main.run("remove", "-c", file, "files")).isZero();
        assertThat(Main.run("check", "-c", file)).isZero();

        assertThat(printed()).contains("built-in: everything", "disabled  npx -y x", "is good: 1 server");
    }

    @Test
    void a_bad_configuration_ends_with_one_and_its_line() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.json"), "{\n\"listen\": {\"prot\": 1}}");

        assertThat(Main.run("check", "-c", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(printed()).contains("bad.json:2: listen.prot").contains("did you mean \"port\"?");
    }

    @Test
    void tools_are_listed_with_their_tokens_and_called() throws IOException {
        Path file = demo();

        assertThat(Main.run("tools", "-c", file.toString())).isZero();
        assertThat(Main.run("call", "-c", file.toString(), "demo/add", "{\"a\": 2, \"b\": 40}"))
                .isZero();
        assertThat(Main.run("call", "-c", file.toString(), "demo/test_error_handling"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(Main.run("call", "-c", file.toString(), "nobody/add")).isEqualTo(ExitCode.FAILED);

        assertThat(printed())
                .contains("demo/echo", "tokens in all", "42", "There is no server \"nobody\"; there is demo");
    }

    @Test
    void a_running_gateway_says_how_it_fares() throws IOException {
        GatewaySettings settings = ConfigFile.parse("{\"listen\": {\"port\": 0}}");
        String url;
        try (Gateway gateway = Gateway.start(settings)) {
            url = gateway.endpoint().resolve("/").toString();
            assertThat(Main.run("status", "--url", url)).isZero();
        }
        assertThat(Main.run("status", "--url", url)).isEqualTo(ExitCode.NOT_RUNNING);

        assertThat(printed()).contains("\"status\" : \"ok\"").contains("No gateway answers");
    }

    @Test
    void what_services_keep_is_shown_and_forgotten() throws IOException {
        GatewaySettings settings = ConfigFile.parse("""
                {"listen": {"port": 0}, "mcpServers": {"aws": {"service": "aws-docs", "awsDocs": {"folder": "%s"}}}}""".formatted(directory.resolve("pages")));
        try (Gateway gateway = Gateway.start(settings)) {
            String url = gateway.endpoint().resolve("/").toString();
            assertThat(Main.run("cache", "--url", url)).isZero();
            assertThat(Main.run("cache", "get", "--url", url, "aws", "/lambda/*"))
                    .isZero();
            assertThat(Main.run("cache", "invalidate", "--url", url, "aws", "*"))
                    .isZero();
            assertThat(Main.run("cache", "get", "--url", url, "files")).isEqualTo(ExitCode.FAILED);
            assertThat(Main.run("cache", "invalidate", "--url", url, "aws")).isEqualTo(2);
        }
        assertThat(printed())
                .contains("memory", "disk", "asked 0 times")
                .contains("Nothing of that is kept", "Forgotten: 0")
                .contains("There is no server \"files\" that keeps anything; there is aws");
    }

    @Test
    void what_is_kept_goes_elsewhere_as_a_file() throws IOException {
        Path file = Files.writeString(directory.resolve("docs.json"), """
                {"mcpServers": {"aws": {"service": "aws-docs", "awsDocs": {"folder": "%s"}}}}""".formatted(directory.resolve("pages")));
        String pack = directory.resolve("docs.pack").toString();
        String page = "https://docs.aws.amazon.com/lantern/latest/userguide/lamps.html";
        assertThat(Main.run("cache", "export", "-c", file.toString(), "aws", pack))
                .isEqualTo(ExitCode.FAILED);
        try (Depot depot = IndexDepot.open(directory.resolve("pages"), IndexLimits.DEFAULT, Clock.systemUTC())) {
            Stamp stamp = new Stamp(Freshness.UNKNOWN, Instant.EPOCH, Instant.EPOCH);
            Intake.Taken taken =
                    new Intake().take(Key.page(page), new Intake.Given(page, Form.MARKDOWN, "# Lamps"), stamp);
            assertThat(depot.put(taken.kept(), taken.contents())).isTrue();
        }
        assertThat(Main.run("cache", "export", "-c", file.toString(), "aws", pack))
                .isZero();
        assertThat(Main.run("cache", "import", "-c", file.toString(), "aws", pack))
                .isZero();
        assertThat(Main.run("cache", "import", "-c", file.toString(), "aws", file.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(Main.run("cache", "import", "-c", file.toString(), "aws", pack + "s"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(Main.run("cache", "export", "-c", file.toString(), "files", pack))
                .isEqualTo(ExitCode.FAILED);
        assertThat(printed())
                .contains("There is no folder " + directory.resolve("pages"))
                .contains("Written: 1 copies of those in " + directory.resolve("pages"))
                .contains("Taken into " + directory.resolve("pages") + ": 0 copies; 1 were no newer")
                .contains("That is no pack: it is not packed with gzip", "The pack cannot be read or written")
                .contains("There is no server \"files\" with the service aws-docs; there is aws");
    }

    @Test
    void the_schema_and_the_page_of_the_configuration_know_the_same_keys() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        JsonNode schema = io.yumen.config.file.SchemaWriter.schema();

        for (JsonNode part : List.of(
                schema.at("/properties/mcpServers/additionalProperties/properties"),
                schema.at("/properties/listen/properties"),
                schema.at("/properties/names/properties"),
                schema.at("/properties/limits/properties"),
                schema.at("/properties/log/properties"),
                schema.at("/properties/audit/properties"),
                schema.at("/properties/audit/properties/sinks/additionalProperties/properties"))) {
            part.propertyNames().forEach(key -> assertThat(page).contains("`" + key + "`"));
        }
    }

    @Test
    void the_examples_can_be_used() throws IOException {
        try (var examples = Files.list(Path.of("examples"))) {
            // Those with certificates need some: io.yumen.e2e.TlsExampleTest and io.yumen.app.servers.AskingTest make
            // them, and start them.
            examples.filter(Files::isRegularFile)
                    .filter(example -> !example.endsWith("tls.json") && !example.endsWith("private-authority.json"))
                    .forEach(example -> assertThat(Main.run("check", "-c", example.toString()))
                            .as(example.toString())
                            .isZero());
        }
    }

    private Path demo() throws IOException {
        return Files.writeString(
                directory.resolve("demo.json"), "{\"mcpServers\": {\"demo\": {\"service\": \"everything\"}}}");
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
