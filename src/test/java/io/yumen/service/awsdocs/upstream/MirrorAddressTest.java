package io.yumen.service.awsdocs.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.HttpException;
import io.yumen.http.client.AddressPolicy;
import io.yumen.http.client.Origin;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.service.awsdocs.upstream.SitesConfig.Intent;
import io.yumen.service.awsdocs.upstream.SitesConfig.Reach;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private addresses are those of mirrors that the settings name, and of nobody else, whatever a name resolves to. */
class MirrorAddressTest {
    private final AtomicReference<AddressPolicy> policy = new AtomicReference<>(AddressPolicy.ANY);

    @BeforeEach
    void learn() {
        SitesConfig config = new SitesConfig(
                Map.of(
                        Site.GLOBAL, URI.create("https://mirror.example.com:8443/aws"),
                        Site.CHINA, URI.create("https://[fd00::7]"),
                        Site.SEARCH, URI.create("https://" + Site.SEARCH.host())),
                Reach.PRIVATE,
                Intent.KEPT,
                "test",
                SitesLimits.DEFAULT);
        new AwsSites(config, told -> {
                    policy.set(told);
                    return RelayClient.create(RelayClientConfig.defaults().with(told));
                })
                .close();
    }

    @ParameterizedTest
    @CsvSource({
        "https, mirror.example.com, 8443, 10.1.2.3",
        "https, mirror.example.com, 8443, 192.168.7.7",
        "https, mirror.example.com, 8443, fd00::1",
        "https, mirror.example.com, 8443, 8.8.8.8",
        "https, fd00::7, 443, fd00::7",
        "https, proxy.search.docs.aws.com, 443, 8.8.8.8",
    })
    void are_gone_to(String scheme, String host, int port, String address) throws Exception {
        InetAddress resolved = InetAddress.getByName(address);
        assertThatCode(() -> policy.get().check(new Origin(scheme, host, port), resolved))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "http, mirror.example.com, 8443, 10.1.2.3",
        "https, mirror.example.com, 443, 10.1.2.3",
        "https, mirror.example.com, 8443, 127.0.0.1",
        "https, mirror.example.com, 8443, 169.254.169.254",
        "https, proxy.search.docs.aws.com, 443, 10.1.2.3",
        "https, api.contentrecs.docs.aws.com, 443, 10.1.2.3",
    })
    void are_not_gone_to(String scheme, String host, int port, String address) throws Exception {
        InetAddress resolved = InetAddress.getByName(address);
        assertThatThrownBy(() -> policy.get().check(new Origin(scheme, host, port), resolved))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        refused -> assertThat(refused.code()).isEqualTo(HttpException.Code.ADDRESS_REFUSED));
    }
}
