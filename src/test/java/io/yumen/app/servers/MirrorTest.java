package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.TargetIdentity;
import io.yumen.config.ServerSettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.client.TestCertificate;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.secret.Sealer;
import io.yumen.service.awsdocs.upstream.Simulator;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A mirror of the AWS documentation whose certificate is vouched for by an authority of one's own. */
final class MirrorTest {
    @TempDir
    private Path folder;

    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());
    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private Simulator mirror;

    @BeforeEach
    void start() throws Exception {
        Path keys = folder.resolve("keys.p12");
        mirror = new Simulator(TestCertificate.create(keys).getServerSocketFactory());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, TestCertificate.PASSWORD.toCharArray());
        }
        String certificate = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(store.getCertificate("server").getEncoded());
        Files.writeString(
                folder.resolve("company.pem"),
                "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n");
    }

    @AfterEach
    void stop() {
        mirror.close();
        client.close();
        children.close();
    }

    @Test
    void it_is_believed_by_the_certificates_that_the_settings_name() throws Exception {
        JsonNode page = read(", \"caFile\": \"company.pem\"");

        assertThat(page.path("isError").asBoolean(false)).isFalse();
        assertThat(page.at("/content/0/text").asString("")).contains("Ships that wait for a berth");
        assertThat(mirror.asked).isNotEmpty();
    }

    @Test
    void without_them_it_is_not() throws Exception {
        JsonNode page = read("");

        assertThat(page.path("isError").asBoolean(false)).isTrue();
        assertThat(page.at("/content/0/text").asString("")).contains("does not show that it is who it should be");
        assertThat(mirror.asked).isEmpty();
    }

    private JsonNode read(String more) throws Exception {
        Path file = Files.writeString(
                folder.resolve("yumen.json"), """
                {"mcpServers": {"aws": {"service": "aws-docs", "awsDocs": {"sites": {"docs.aws.amazon.com":
                  "https://localhost:%d/docs.aws.amazon.com"}, "loopback": true, "folder": "%s"%s}}}}
                """.formatted(mirror.port(), folder.resolve("pages"), more));
        ServerSettings settings = Objects.requireNonNull(
                new ConfigFile(Map.of()).load(file).settings().mcpServers().get("aws"));
        try (ServiceHandler aws =
                new Services(Sealer.ephemeral(), client, children).start("aws", settings, TargetIdentity.OWN)) {
            return new Asker(aws)
                    .call("read", "{\"url\": \"https://docs.aws.amazon.com/harbor/latest/guide/berths.html\"}");
        }
    }
}
