package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.TargetIdentity;
import io.yumen.config.ServerSettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.secret.Sealer;
import io.yumen.service.host.ServiceHandler;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a reload replaces services there are two of a name, of which either may go. */
final class ServicesTest {
    @TempDir
    private Path folder;

    @Test
    void a_service_is_told_of_when_the_one_that_should_replace_it_is_gone() throws Exception {
        ServerSettings aws = settings("""
                "service": "aws-docs", "awsDocs": {"folder": "%s"}""".formatted(folder.resolve("pages")));
        ServerSettings prometheus = settings("""
                "service": "prometheus", "url": "http://127.0.0.1:9\"""");
        try (RelayClient client = RelayClient.create(RelayClientConfig.defaults());
                Children children = new Children(ChildrenLimits.DEFAULT)) {
            Services services = new Services(Sealer.ephemeral(), client, children);
            for (ServerSettings settings : new ServerSettings[] {aws, prometheus}) {
                ServiceHandler first = services.start("a", settings, TargetIdentity.OWN);
                ServiceHandler second = services.start("a", settings, TargetIdentity.OWN);
                services.end("a", second);
                assertThat(services.kept().containsKey("a"))
                        .isEqualTo(first.cache().isPresent());
                assertThat(services.cacheStatistics().isEmpty())
                        .isEqualTo(first.cache().isPresent());
                ServiceHandler third = services.start("a", settings, TargetIdentity.OWN);
                services.end("a", first);
                assertThat(services.kept().containsKey("a"))
                        .isEqualTo(third.cache().isPresent());
                services.end("a", third);
                assertThat(services.kept()).isEmpty();
                assertThat(services.cacheStatistics()).isEmpty();
            }
        }
    }

    private static ServerSettings settings(String said) throws Exception {
        return Objects.requireNonNull(ConfigFile.parse("{\"mcpServers\": {\"a\": {" + said + "}}}")
                .mcpServers()
                .get("a"));
    }
}
