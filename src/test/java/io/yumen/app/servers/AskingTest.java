package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.catalogue.Impostor;
import io.yumen.catalogue.Impostor.Answer;
import io.yumen.catalogue.TargetIdentity;
import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.ServerSettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.server.Certificates;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.secret.Sealer;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Systems whose certificates Java does not know are believed where the settings say so, are shown who asks, and have the time that is said. */
final class AskingTest {
    private static final RelayClient CLIENT = RelayClient.create(RelayClientConfig.defaults());
    private static final Children CHILDREN = new Children(ChildrenLimits.DEFAULT);
    private static final String PETS = "\"catalogue\": \"described/pets.json\"";
    private static final String OWN =
            "\"tls\": {\"caFile\": \"system.crt\", \"certFile\": \"gateway.crt\", \"keyFile\": \"gateway.key\"}";

    @TempDir
    private static Path folder;

    private static Certificates system;
    private static Certificates gateway;

    @BeforeAll
    static void certificates() throws Exception {
        system = Certificates.make(folder, "system");
        gateway = Certificates.make(folder, "gateway");
        Files.writeString(folder.resolve("empty.crt"), "");
        Path described = Files.createDirectory(folder.resolve("described"));
        for (String name : new String[] {"pets.json", "pets.openapi.yaml"}) {
            Files.copy(Path.of("examples/described").resolve(name), described.resolve(name));
        }
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        CHILDREN.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"service\": \"prometheus\"                   | alerts    | {\"status\": \"success\", \"data\": {\"alerts\": []}}",
                "\"service\": \"alertmanager\"                 | alerts    | []",
                "\"catalogue\": \"described/pets.json\"        | list_pets | {\"data\": [], \"total\": 0}",
                "\"openapi\": \"described/pets.openapi.yaml\"  | listPets  | []"
            })
    void an_authority_that_Java_does_not_know_is_believed_where_it_is_named(String service, String tool, String answer)
            throws Exception {
        try (Impostor there = Impostor.start(gateway.trustedBy(system), new SSLParameters())) {
            there.always(Answer.json(answer));
            try (ServiceHandler named = started(there.base(), service, "\"tls\": {\"caFile\": \"system.crt\"}");
                    ServiceHandler unnamed = started(there.base(), service, "\"tags\": []")) {
                good(call(named, tool));
                assertThat(named.trouble()).isEmpty();

                assertThat(failure(call(unnamed, tool)))
                        .startsWith("unreachable")
                        .contains("cannot be talked to (No TLS connection to https://127.0.0.1")
                        .contains("an operator has to look at its address and certificate");
                assertThat(unnamed.trouble())
                        .hasValueSatisfying(why -> assertThat(why).contains("cannot be talked to"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"${user.name}", "x-${session.id}", "${client.token}"})
    void a_query_that_all_share_is_not_filled_for_one(String value) {
        String query = "\"query\": {\"as\": \"" + value + "\"}";
        for (String service : new String[] {PETS, "\"service\": \"prometheus\""}) {
            assertThatThrownBy(() -> started(URI.create("https://127.0.0.1:1"), service, query))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("\"as\" of \"query\" is the same for all callers");
        }
    }

    @Test
    void a_parameter_whose_value_is_shown_is_one_of_the_query() {
        assertThatThrownBy(() -> started(URI.create("https://127.0.0.1:1"), PETS, "\"shownQuery\": [\"org\"]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("\"query\" has no \"org\"");
    }

    @Test
    void who_asks_for_a_certificate_is_shown_the_one_that_is_named() throws Exception {
        SSLParameters demands = new SSLParameters();
        demands.setNeedClientAuth(true);
        try (Impostor there = Impostor.start(gateway.trustedBy(system), demands)) {
            there.always(Answer.json("{\"data\": [], \"total\": 0}"));
            try (ServiceHandler shown = started(there.base(), PETS, OWN);
                    ServiceHandler hidden = started(there.base(), PETS, "\"tls\": {\"caFile\": \"system.crt\"}")) {
                good(call(shown, "list_pets"));
                assertThat(shown.trouble()).isEmpty();

                assertThat(failure(call(hidden, "list_pets")))
                        .startsWith("unreachable")
                        .contains("does not accept this client")
                        .contains("an operator has to look at its address and certificate");
            }
        }
    }

    @Test
    void the_example_does_both() throws Exception {
        Path tls = Files.createDirectory(folder.resolve("tls"));
        Files.copy(system.certificate(), tls.resolve("company.pem"));
        Files.copy(gateway.certificate(), tls.resolve("yumen.crt"));
        Files.copy(gateway.key(), tls.resolve("yumen.key"));
        SSLParameters demands = new SSLParameters();
        demands.setNeedClientAuth(true);
        try (Impostor there = Impostor.start(gateway.trustedBy(system), demands)) {
            there.always(Answer.json("{\"status\": \"success\", \"data\": {\"alerts\": []}}"));
            String example = Files.readString(Path.of("examples/private-authority.json"))
                    .replace("https://prometheus.example.com", there.base().toString());
            Path file = Files.writeString(folder.resolve("private-authority.json"), example);
            ServerSettings settings = Objects.requireNonNull(
                    new ConfigFile(Map.of()).load(file).settings().mcpServers().get("metrics"));
            try (ServiceHandler service =
                    new Services(Sealer.ephemeral(), CLIENT, CHILDREN).start("metrics", settings, TargetIdentity.OWN)) {
                good(call(service, "alerts"));
            }
        }
    }

    @Test
    void a_certificate_that_is_replaced_is_shown_to_the_next_connection() throws Exception {
        SSLParameters demands = new SSLParameters();
        demands.setNeedClientAuth(true);
        Path own = Files.createDirectory(folder.resolve("replaced"));
        Certificates stranger = Certificates.make(own, "stranger");
        String tls = "\"tls\": {\"caFile\": \"system.crt\", \"certFile\": \"replaced/stranger.crt\","
                + " \"keyFile\": \"replaced/stranger.key\"}";
        try (Impostor there = Impostor.start(gateway.trustedBy(system), demands)) {
            there.always(Answer.json("{\"data\": [], \"total\": 0}"));
            try (ServiceHandler service = started(there.base(), PETS, tls)) {
                assertThat(failure(call(service, "list_pets"))).contains("does not accept this client");

                Files.copy(gateway.key(), stranger.key(), StandardCopyOption.REPLACE_EXISTING);
                Files.copy(gateway.certificate(), stranger.certificate(), StandardCopyOption.REPLACE_EXISTING);

                long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
                JsonNode answer = call(service, "list_pets");
                while (answer.path("isError").asBoolean(false)) {
                    assertThat(System.nanoTime() - deadline).as("%s", answer).isNegative();
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                    answer = call(service, "list_pets");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'caFile': 'none.crt'                             | There is no file",
                "'caFile': 'empty.crt'                            | empty.crt has no certificate",
                "'caFile': 'system.key'                           | system.key has no certificate",
                "'certFile': 'gateway.crt', 'keyFile': 'none.key' | There is no file",
                "'certFile': 'gateway.crt', 'keyFile': 'gateway.crt' | gateway.crt has a block \"CERTIFICATE\"; make one of PKCS#8",
                "'certFile': 'gateway.crt', 'keyFile': 'system.key'  | does not belong to the first certificate in"
            })
    void files_that_cannot_be_used_are_told_before_anything_starts(String files, String words) throws Exception {
        for (String service : new String[] {"\"service\": \"prometheus\"", PETS}) {
            ServerSettings settings =
                    settings(URI.create("https://127.0.0.1:1"), service, "\"tls\": {" + files.replace('\'', '"') + "}");

            assertRefused(settings, "The \"tls\" of a service: ", words);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http://127.0.0.1:1  | 'service': 'prometheus'            | 'tls': {'caFile': 'system.crt'} | begins with https://",
                "http://127.0.0.1:1  | 'catalogue': 'described/pets.json' | 'tls': {'caFile': 'system.crt'} | begins with https://",
                "https://127.0.0.1:1 | 'service': 'kubernetes'            | 'tls': {'caFile': 'system.crt'} | a kubeconfig says the first",
                "https://127.0.0.1:1 | 'service': 'helm'                  | 'timeoutSec': 7                 | \"kubernetes\" has the second",
                "https://127.0.0.1:1 | 'service': 'kubernetes'            | 'query': {'a': 'b'}             | has no \"tls\", \"timeoutSec\" and \"query\"",
                "https://127.0.0.1:1 | 'service': 'kubernetes' | 'kubernetes': {'kubeconfig': ''}   | \"kubeconfig\" names no file",
                "https://127.0.0.1:1 | 'service': 'helm'       | 'kubernetes': {'kubeconfig': ' :'} | \"kubeconfig\" names no file",
                "https://127.0.0.1:1 | 'service': 'helm' | 'helm': {'allowedHosts': ['https://a.test']} | The charts of a service: \"allowedHosts\" has \"https://a.test\": write a host"
            })
    void where_it_does_not_belong_it_is_refused(URI base, String service, String more, String words) throws Exception {
        ServerSettings settings = settings(base, service.replace('\'', '"'), more.replace('\'', '"'));

        assertRefused(settings, words);
    }

    private static void assertRefused(ServerSettings settings, String... words) {
        assertThatThrownBy(() -> Services.check(settings))
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'service': 'prometheus' | 'tls': {'certFile': 'a.crt'}  | it.tls.keyFile",
                "'service': 'prometheus' | 'tls': {'keyFile': 'a.key'}   | it.tls.certFile",
                "'service': 'prometheus' | 'tls': {}                     | Name a \"caFile\"",
                "'service': 'prometheus' | 'tls': {'ca': 'a.crt'}        | known keys are caFile, certFile, keyFile",
                "'service': 'prometheus' | 'timeoutSec': 0               | it.timeoutSec",
                "'service': 'prometheus' | 'timeoutSec': 61              | The call ends before that",
                "'service': 'prometheus' | 'timeoutSec': '7s'            | it.timeoutSec",
                "'type': 'http'          | 'timeoutSec': 7               | Only what asks a system",
                "'type': 'http'          | 'query': {'a': 'b'}           | Only what asks a system",
                "'type': 'http'          | 'tls': {'caFile': 'a.crt'}    | Only what asks a system"
            })
    void what_cannot_be_is_told_with_its_place(String service, String more, String words) {
        assertThatThrownBy(() -> settings(
                        URI.create("https://127.0.0.1:1"), service.replace('\'', '"'), more.replace('\'', '"')))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"service\": \"prometheus\"                  | alerts",
                "\"service\": \"alertmanager\"                | alerts",
                "\"catalogue\": \"described/pets.json\"       | list_pets",
                "\"openapi\": \"described/pets.openapi.yaml\" | listPets"
            })
    void the_time_that_is_said_is_the_time_that_a_system_has(String service, String tool) throws Exception {
        try (Impostor there = Impostor.start();
                ServiceHandler hasty = started(there.base(), service, "\"timeoutSec\": 1")) {
            there.always(new Answer.Never());

            assertThat(failure(call(hasty, tool)))
                    .startsWith("timeout")
                    .contains("did not answer within 1 second (")
                    .contains("ask for less, or later");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"service\": \"prometheus\"                  | alerts    | {\"status\": \"success\", \"data\": {\"alerts\": []}}",
                "\"service\": \"alertmanager\"                | alerts    | []",
                "\"catalogue\": \"described/pets.json\"       | list_pets | {\"data\": [], \"total\": 0}",
                "\"openapi\": \"described/pets.openapi.yaml\" | listPets  | []"
            })
    void what_a_system_wants_in_the_query_goes_with_each_request(String service, String tool, String answer)
            throws Exception {
        try (Impostor there = Impostor.start();
                ServiceHandler asking = started(
                        there.base(), service, "\"query\": {\"api_key\": \"${K:-hunter22 hunter22}\", \"v\": \"2\"}")) {
            there.always(Answer.of(400, "{\"error\": \"not with api_key=hunter22%20hunter22, or hunter22 hunter22\"}"));
            assertThat(call(asking, tool).toString()).contains("[redacted]").doesNotContain("hunter22");

            there.always(Answer.json(answer));
            good(call(asking, tool));
            assertThat(asking.trouble()).isEmpty();
            assertThat(there.asked)
                    .hasSizeGreaterThan(2)
                    .allMatch(asked -> asked.uri().getRawQuery().endsWith("api_key=hunter22%20hunter22&v=2"));
        }
    }

    @Test
    void who_has_certificates_of_its_own_has_the_limits_of_all_others() throws Exception {
        RelayClientConfig.Limits one =
                new RelayClientConfig.Limits(1, 0, Duration.ofSeconds(10), Duration.ofSeconds(30), 32 << 10);
        try (Impostor there = Impostor.start(gateway.trustedBy(system), new SSLParameters());
                RelayClient narrow =
                        RelayClient.create(RelayClientConfig.defaults().with(one));
                ServiceHandler service = new Services(Sealer.ephemeral(), narrow, CHILDREN)
                        .start("it", settings(there.base(), "\"service\": \"prometheus\"", OWN), TargetIdentity.OWN)) {
            there.always(new Answer.Never());
            Thread first = Thread.ofVirtual().start(() -> call(service, "alerts"));
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (there.asked.isEmpty()) {
                assertThat(System.nanoTime() - deadline).isNegative();
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }

            assertThat(failure(call(service, "targets")))
                    .startsWith("unreachable")
                    .contains("are in use");
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void a_long_time_may_be_said_with_one_for_the_call() throws Exception {
        ServerSettings settings =
                settings(URI.create("https://127.0.0.1:1"), PETS, "\"timeoutSec\": 120, \"requestTimeout\": \"2m\"");

        assertThat(Asking.timeout(settings, Duration.ofSeconds(10))).isEqualTo(Duration.ofMinutes(2));
        assertThat(Asking.timeout(
                        settings(URI.create("https://127.0.0.1:1"), PETS, "\"tags\": []"), Duration.ofSeconds(10)))
                .as("what the file says, where the settings say nothing")
                .isEqualTo(Duration.ofSeconds(10));
    }

    private static ServiceHandler started(URI base, String service, String more) throws Exception {
        return new Services(Sealer.ephemeral(), CLIENT, CHILDREN)
                .start("it", settings(base, service, more), TargetIdentity.OWN);
    }

    /** Of a file, so that what it names lies beside it. */
    private static ServerSettings settings(URI base, String service, String more) throws Exception {
        Path file = Files.writeString(
                Files.createTempFile(folder, "yumen", ".json"),
                "{\"mcpServers\": {\"it\": {\"url\": \"" + base + "\", " + service + ", " + more + "}}}");
        GatewaySettings settings = new ConfigFile(Map.of()).load(file).settings();
        return Objects.requireNonNull(settings.mcpServers().get("it"));
    }

    private static JsonNode call(ServiceHandler service, String tool) {
        return new Asker(service).call(tool, "{}");
    }

    private static void good(JsonNode answer) {
        assertThat(answer.path("isError").asBoolean(false)).as("%s", answer).isFalse();
    }

    /** The code of an answer that must be one, and its words. */
    private static String failure(JsonNode answer) {
        assertThat(answer.path("isError").asBoolean(false)).as("%s", answer).isTrue();
        return answer.at("/_meta/io.yumen~1failure/code").asString("") + " "
                + answer.at("/content/0/text").asString("");
    }
}
