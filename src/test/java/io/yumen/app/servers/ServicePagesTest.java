package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.Target;
import io.yumen.catalogue.TargetConfig;
import io.yumen.catalogue.rest.Catalogue;
import io.yumen.catalogue.rest.CatalogueReader;
import io.yumen.catalogue.rest.RestService;
import io.yumen.golden.Golden;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.service.Mode;
import io.yumen.service.Service;
import io.yumen.service.alertmanager.AlertmanagerService;
import io.yumen.service.awsdocs.AwsDocsConfig;
import io.yumen.service.awsdocs.AwsDocsService;
import io.yumen.service.awsdocs.Partition;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.DepotOnDemand;
import io.yumen.service.awsdocs.shelf.desk.ShelfLimits;
import io.yumen.service.awsdocs.upstream.AwsSites;
import io.yumen.service.awsdocs.upstream.SitesConfig;
import io.yumen.service.browser.BrowserService;
import io.yumen.service.helm.HelmService;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.helm.chart.HelmConfig;
import io.yumen.service.helm.chart.Indexes;
import io.yumen.service.kubernetes.KubernetesService;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.service.prometheus.PrometheusService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a service says what the service offers: between two marks stands what follows from its definitions. */
class ServicePagesTest {
    private static final String BEGIN = "<!-- A test writes what follows. -->\n";
    private static final String END = "<!-- A test wrote what stands above. -->\n";

    @ParameterizedTest
    @ValueSource(strings = {"alertmanager", "aws-docs", "browser", "catalogue", "helm", "kubernetes", "prometheus"})
    void a_page_says_what_its_service_offers(String name) throws Exception {
        Path file = Path.of("docs/services/" + name + ".md");
        String page = Files.readString(file);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertThat(begin)
                .as("%s has both marks: %s%s", file, BEGIN, END)
                .isPositive()
                .isLessThan(end);
        try (RelayClient client = RelayClient.create(RelayClientConfig.defaults());
                Children children = new Children(ChildrenLimits.DEFAULT);
                Service service = service(name, client, children)) {
            String offered = new OfferPage(service.offer(), calls(name)).text();
            Golden.matches(file, page.substring(0, begin + BEGIN.length()) + offered + page.substring(end));
        }
    }

    /** The first call of each tool that {@code EveryToolCalledTest} makes. */
    private static Map<String, String> calls(String service) throws IOException {
        return Sample.of(service).stream()
                .map(sample -> sample.with("11111111-1111-1111-1111-111111111111"))
                .collect(Collectors.toMap(Sample::tool, Sample::arguments, (first, second) -> first));
    }

    private static Service awsDocs() {
        SitesConfig sites = SitesConfig.of("test");
        AwsDocsConfig config = new AwsDocsConfig(EnumSet.allOf(Partition.class), sites, ShelfLimits.DEFAULT);
        Depot none = new DepotOnDemand(() -> {
            throw new AssertionError("Nobody asks it");
        });
        return new AwsDocsService(
                config,
                new AwsSites(
                        sites,
                        reach -> RelayClient.create(RelayClientConfig.defaults().with(reach))),
                none,
                InstantSource.system());
    }

    private static Catalogue pets() throws IOException {
        return CatalogueReader.read(Files.readAllBytes(Path.of("examples/described/pets.json")));
    }

    /** Its address is of no account: nobody is asked. */
    private static Service service(String name, RelayClient client, Children children) throws IOException {
        Target target = new Target(name, TargetConfig.of(URI.create("http://127.0.0.1:1"), Headers.none()), client);
        return switch (name) {
            case "alertmanager" -> new AlertmanagerService(target, InstantSource.system());
            case "aws-docs" -> awsDocs();
            case "browser" -> new BrowserService(URI.create("http://127.0.0.1:9222"), InstantSource.system());
            case "catalogue" -> new RestService(pets(), target);
            case "helm" ->
                HelmService.of(
                        KubernetesConfig.DEFAULT,
                        new Charts(HelmConfig.DEFAULT, RelayClient::create, children, Indexes.none()));
            case "kubernetes" -> KubernetesService.of(KubernetesConfig.DEFAULT, Mode.FULL);
            case "prometheus" -> new PrometheusService(target, InstantSource.system());
            default -> throw new AssertionError("This test does not know how " + name + " is made");
        };
    }
}
