package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.cache.CacheStatistics;
import io.yumen.catalogue.cache.SegmentLimits;
import io.yumen.catalogue.cache.Segments;
import io.yumen.http.client.RelayClient;
import io.yumen.kube.KubeServer;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.schema.JsonSchema;
import io.yumen.secret.Sealer;
import io.yumen.service.Mode;
import io.yumen.service.Tool;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.helm.chart.HelmConfig;
import io.yumen.service.helm.chart.Indexes;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.tenant.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The service on a cluster in memory, called as the gateway calls it. */
final class Asked implements AutoCloseable {
    private final Children children;
    private final Segments<Indexes.Index> indexes;
    private final HelmService service;
    private final ServiceHandler handler;

    private Asked(KubernetesConfig clusters, HelmConfig charts, Mode mode) {
        this(clusters, charts, mode, Indexes.KINDS);
    }

    private Asked(KubernetesConfig clusters, HelmConfig charts, Mode mode, Map<String, SegmentLimits> kept) {
        this.children = new Children(ChildrenLimits.DEFAULT);
        this.indexes = Segments.of(kept, Indexes.SIZE);
        this.service = HelmService.of(clusters, new Charts(charts, RelayClient::create, children, indexes));
        this.handler =
                ServiceHandler.start(service, mode, ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    }

    /** Which only reads, and knows no chart. */
    static Asked of(KubeServer server, Path folder, KubernetesConfig.Rules rules) throws Exception {
        return new Asked(clusters(server, folder, rules), HelmConfig.DEFAULT, Mode.READ_ONLY);
    }

    /** Which may do anything with those charts. */
    static Asked of(KubeServer server, Path folder, KubernetesConfig.Rules rules, HelmConfig charts) throws Exception {
        return new Asked(clusters(server, folder, rules), charts, Mode.FULL);
    }

    /** Which only reads charts, and has no cluster. */
    static Asked of(HelmConfig charts) {
        return new Asked(KubernetesConfig.DEFAULT, charts, Mode.READ_ONLY);
    }

    /** The same, which asks each time whether what it has is still good. */
    static Asked forgetful(HelmConfig charts) {
        return new Asked(KubernetesConfig.DEFAULT, charts, Mode.READ_ONLY, Map.of("indexes", SegmentLimits.of(0, 1)));
    }

    /** The same with all rights, which waits for a cluster two seconds. */
    static Asked hasty(KubeServer server, Path folder, HelmConfig charts) throws Exception {
        KubernetesConfig config = clusters(server, folder, KubernetesConfig.Rules.NONE);
        KubernetesConfig.Pace pace = new KubernetesConfig.Pace(10_000, 10_000, Duration.ofSeconds(2), 32 << 20);
        return new Asked(
                new KubernetesConfig(config.source(), config.identity(), config.rules(), pace), charts, Mode.FULL);
    }

    private static KubernetesConfig clusters(KubeServer server, Path folder, KubernetesConfig.Rules rules)
            throws Exception {
        Path file = Files.createTempFile(folder, "kubeconfig", "");
        Files.writeString(file, server.kubeconfig());
        return new KubernetesConfig(
                new KubernetesConfig.Source(List.of(file), null, List.of(), null, Map.of()),
                KubernetesConfig.Identity.OWN,
                rules,
                new KubernetesConfig.Pace(10_000, 10_000, Duration.ofSeconds(30), 32 << 20));
    }

    /** How what is kept of repositories has fared. */
    CacheStatistics kept() {
        return Objects.requireNonNull(indexes.statistics().get("indexes"));
    }

    HelmService service() {
        return service;
    }

    /** The structured content of an answer that must be good, and fit what the tool says that it answers. */
    JsonNode structured(String tool, String arguments) {
        JsonNode answer = call(tool, arguments);
        assertThat(answer.path("isError").asBoolean(false)).as(text(answer)).isFalse();
        JsonNode structured = answer.path("structuredContent");
        JsonSchema output = service.offer().tools().stream()
                .filter(offered -> offered.name().equals(tool))
                .map(Tool::output)
                .findFirst()
                .orElseThrow();
        assertThat(output.problems(structured)).as(tool).isEmpty();
        return structured;
    }

    /** The words of an answer that must be good. */
    String told(String tool, String arguments) {
        JsonNode answer = call(tool, arguments);
        assertThat(answer.path("isError").asBoolean(false)).as(text(answer)).isFalse();
        return text(answer);
    }

    /** The words of an answer that must be a failure. */
    String failure(String tool, String arguments) {
        JsonNode answer = call(tool, arguments);
        assertThat(answer.path("isError").asBoolean(false)).as(text(answer)).isTrue();
        return text(answer);
    }

    /**
     * A failure as models and programs are told of it.
     *
     * @param retryAfter in seconds; 0 where nothing is said
     */
    record Failure(String code, String text, long retryAfter) {}

    /** An answer that must be a failure. */
    Failure fails(String tool, String arguments) {
        JsonNode answer = call(tool, arguments);
        assertThat(answer.path("isError").asBoolean(false)).as(text(answer)).isTrue();
        JsonNode told = answer.path("_meta").path("io.yumen/failure");
        return new Failure(
                told.path("code").asString(""),
                text(answer),
                told.path("retryAfterSeconds").asLong(0));
    }

    private JsonNode call(String tool, String arguments) {
        return new Asker(handler).by(Access.LOCAL).call(tool, arguments);
    }

    private static String text(JsonNode answer) {
        return answer.path("content").path(0).path("text").asString("");
    }

    @Override
    public void close() {
        handler.close();
        children.close();
    }
}
