package io.yumen.service.awsdocs.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.client.TestCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The sites by https: believed only where they show who they are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpsTest {
    private static final String PAGE = SitesTest.GUIDE + "welcome.html";

    private SSLContext certified;
    private Simulator simulator;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        certified = TestCertificate.create(folder.resolve("keys.p12"));
        simulator = new Simulator(certified.getServerSocketFactory());
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @Test
    void a_site_that_shows_who_it_is_is_believed() throws Exception {
        assertThat(page("localhost", RelayClientConfig.defaults().with(certified)))
                .isInstanceOf(Fetched.Found.class);
    }

    @Test
    void a_site_that_nobody_vouches_for_is_not() {
        assertThatThrownBy(() -> page("localhost", RelayClientConfig.defaults()))
                .isInstanceOf(UpstreamFailed.class)
                .hasMessage(
                        "Failed to fetch " + PAGE + ": docs.aws.amazon.com does not show that it is who it should be");
    }

    @Test
    void a_site_of_another_name_is_not() {
        assertThatThrownBy(() -> page("127.0.0.1", RelayClientConfig.defaults().with(certified)))
                .isInstanceOf(UpstreamFailed.class)
                .hasMessageEndingWith(": docs.aws.amazon.com does not show that it is who it should be");
    }

    private Fetched page(String host, RelayClientConfig client) throws UpstreamFailed {
        SitesConfig config = SitesConfig.of("test").on(URI.create("https://" + host + ":" + simulator.port()));
        try (AwsSites sites = new AwsSites(config, policy -> RelayClient.create(client.with(policy)))) {
            return sites.page(PAGE, Optional.empty(), new Cancellation());
        }
    }
}
