package io.yumen.service.awsdocs.upstream;

import static io.yumen.service.awsdocs.upstream.Simulator.redirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses that were made to lead us elsewhere lead nowhere: nobody is connected to, neither the sites nor who waits there. */
class HostileAddressTest extends SitesTest {
    /** {@code @} stands for the port at which somebody waits. */
    private static final List<String> HOSTILE = List.of(
            "http://127.0.0.1:@/a.html",
            "http://localhost:@/a.html",
            "http://[::1]:@/a.html",
            "http://[::ffff:127.0.0.1]:@/a.html",
            "http://2130706433:@/a.html",
            "http://0x7f000001:@/a.html",
            "http://0177.0.0.1:@/a.html",
            "http://127.1:@/a.html",
            "http://0:@/a.html",
            "https://docs.aws.amazon.com@127.0.0.1:@/a.html",
            "https://docs.aws.amazon.com:x@127.0.0.1:@/a.html",
            "https://docs.aws.amazon.com%40127.0.0.1:@/a.html",
            "https://127.0.0.1:@#@docs.aws.amazon.com/a.html",
            "https://127.0.0.1:@?@docs.aws.amazon.com/a.html",
            "https://127.0.0.1:@\\@docs.aws.amazon.com/a.html",
            "https://127.0.0.1:@/docs.aws.amazon.com/a.html",
            "https://docs.aws.amazon.com:@/a.html",
            "https://docs.aws.amazon.com:443/a.html",
            "https://user@docs.aws.amazon.com/a.html",
            "https://docs.aws.amazon.com./a.html",
            "https://docs.aws.amazon.com.127.0.0.1.example:@/a.html",
            "https://docs.aws.amazon.com.example.com/a.html",
            "https://xdocs.aws.amazon.com/a.html",
            "https://evil.docs.aws.amazon.com/a.html",
            "https://aws.amazon.com/a.html",
            "https://docs%2eaws%2eamazon%2ecom/a.html",
            "https://docs%00.aws.amazon.com/a.html",
            "https://docs\u3002aws\u3002amazon\u3002com/a.html",
            "https://docs\uff0eaws.amazon.com/a.html",
            "https://d\u043ecs.aws.amazon.com/a.html",
            "https://\u24d3ocs.aws.amazon.com/a.html",
            "https://docs.aws.amazon.com\\@127.0.0.1:@/a.html",
            "https:\\\\docs.aws.amazon.com\\a.html",
            "https:/docs.aws.amazon.com/a.html",
            "https:docs.aws.amazon.com/a.html",
            "//127.0.0.1:@/a.html",
            "///docs.aws.amazon.com/a.html",
            "docs.aws.amazon.com/a.html",
            "ftp://docs.aws.amazon.com/a.html",
            "file:///etc/passwd.html",
            "file://docs.aws.amazon.com/etc/passwd.html",
            "gopher://127.0.0.1:@/_a.html",
            "jar:https://docs.aws.amazon.com/!/a.html",
            "javascript:alert(1)//.html",
            "data:text/html,a.html",
            "view-source:https://docs.aws.amazon.com/a.html",
            "https://docs.aws.amazon.com/a.html\r\nHost: 127.0.0.1:@",
            "https://docs.aws.amazon.com/a\r\nX: y\r\n\r\nGET /b.html",
            "https://docs.aws.amazon.com/a%0d%0aHost:%20evil/b.html",
            "https://docs.aws.amazon.com/\u0000a.html",
            "https://docs.aws.amazon.com/a%00.html",
            "https://docs.aws.amazon.com/ a.html",
            "https://docs.aws.amazon.com\t/a.html",
            "https://docs.aws.amazon.com/../127.0.0.1:@/a.html",
            "https://docs.aws.amazon.com/%2e%2e/a.html",
            "https://docs.aws.amazon.com/x/%2E%2E%2Fa.html",
            "https://docs.aws.amazon.com/..%5ca.html",
            "https://docs.aws.amazon.com/%252e%252e/a.html",
            "https://docs.aws.amazon.com//127.0.0.1:@/a.html",
            "https://docs.aws.amazon.com/a%zz.html",
            "https://docs.aws.amazon.com/a\u202elmth.html",
            "https://169.254.169.254/latest/meta-data/a.html",
            "http://169.254.169.254/latest/meta-data/iam.html",
            "http://[fd00:ec2::254]/latest/a.html",
            "http://metadata.google.internal/computeMetadata/v1/a.html",
            "https://proxy.search.docs.aws.com/search.html",
            "https://api.contentrecs.docs.aws.com/v1/a.html",
            "https://" + "a".repeat(3_000) + "/a.html",
            "https://docs.aws.amazon.com/" + "a".repeat(3_000) + ".html",
            "https://",
            "https:///a.html",
            "");

    private final Simulator canary = new Simulator();

    @AfterEach
    void ends() {
        canary.close();
    }

    @Test
    void whoever_names_one_is_refused_before_anything_is_asked() {
        assertThat(HOSTILE).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        for (String address : HOSTILE) {
            String hostile = address.replace(":@", ":" + canary.address().getPort());

            assertThatThrownBy(() -> fetched(hostile)).as(hostile).isInstanceOf(BadAddress.class);
        }
        assertThat(canary.asked).isEmpty();
        assertThat(canary.openConnections()).isZero();
        assertThat(simulator.asked).isEmpty();
        assertThat(simulator.openConnections()).isZero();
    }

    @Test
    void a_site_that_leads_to_one_is_not_followed() throws Exception {
        for (String address : HOSTILE) {
            String hostile = address.replace(":@", ":" + canary.address().getPort());
            if (hostile.chars().anyMatch(c -> c < ' ' || c > '~')) {
                continue; // no header has that
            }
            simulator.on(GUIDE + "door.md", redirect(302, hostile));
            simulator.on(GUIDE + "door.html", redirect(302, hostile));
            String outcome;
            try {
                outcome = fetched(GUIDE + "door.html").getClass().getSimpleName();
            } catch (UpstreamFailed e) {
                outcome = e.getMessage();
            }
            assertThat(outcome)
                    .as(hostile)
                    .doesNotContain("Found")
                    .matches(
                            "(?s).*(Missing|which is not gone to: only these sites are read|gives no answer with that|more than 5 times).*");
        }
        assertThat(canary.asked).isEmpty();
        assertThat(canary.openConnections()).isZero();
        assertThat(simulator.asked).allMatch(asked -> asked.path().startsWith("/docs.aws.amazon.com/"));
    }

    @Test
    void a_name_that_leads_to_this_machine_is_not_gone_to_unless_that_is_switched_on() {
        URI here = URI.create("https://localhost:" + canary.address().getPort());
        SitesConfig config = new SitesConfig(
                Map.of(Site.GLOBAL, here), SitesConfig.Reach.INTERNET, SitesConfig.Intent.KEPT, "Yumen/test", QUICK);
        try (AwsSites strict = sites(config)) {
            assertThatThrownBy(() -> strict.page(GUIDE + "welcome.html", Optional.empty(), new Cancellation()))
                    .isInstanceOf(UpstreamFailed.class)
                    .hasMessage("Failed to fetch " + GUIDE + "welcome.html: the address that docs.aws.amazon.com has"
                            + " here is not gone to: only public ones are, by https");
        }
        assertThat(canary.asked).isEmpty();
    }

    @Test
    void a_site_without_https_is_configured_only_for_this_machine() {
        Map<Site, URI> plain = Map.of(Site.CHINA, URI.create("http://docs.amazonaws.cn"));
        assertThatThrownBy(() -> new SitesConfig(
                        plain, SitesConfig.Reach.INTERNET, SitesConfig.Intent.KEPT, "Yumen/test", QUICK))
                .hasMessage("The address of docs.amazonaws.cn must begin with https://");
        for (String base :
                List.of("https://a@b", "https://b/", "https://b?x", "https://b#x", "ftp://b", "https:b", "b")) {
            Map<Site, URI> odd = Map.of(Site.CHINA, URI.create(base));
            assertThatThrownBy(() -> new SitesConfig(
                            odd, SitesConfig.Reach.LOOPBACK, SitesConfig.Intent.KEPT, "Yumen/test", QUICK))
                    .as(base)
                    .hasMessageStartingWith("The address of docs.amazonaws.cn must be https://host");
        }
    }
}
