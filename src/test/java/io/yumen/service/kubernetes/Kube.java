package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.TargetIdentity;
import io.yumen.catalogue.cache.Segments;
import io.yumen.kube.KubeServer;
import io.yumen.schema.JsonSchema;
import io.yumen.secret.Sealer;
import io.yumen.service.Mode;
import io.yumen.service.Tool;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.service.kubernetes.api.ListCache;
import io.yumen.tenant.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The service on a cluster in memory, called as the gateway calls it. */
final class Kube implements AutoCloseable {
    private final KubernetesService service;
    private final ServiceHandler handler;

    private Kube(KubernetesService service, Mode mode) {
        this.service = service;
        this.handler =
                ServiceHandler.start(service, mode, ServiceLimits.DEFAULT, Sealer.ephemeral(), InstantSource.system());
    }

    /** The service of a kubeconfig, in that mode. */
    static Kube of(KubeServer server, Path folder, Mode mode) throws Exception {
        Path file = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
        return of(config(file), mode);
    }

    /** The same, which keeps lists there. */
    static Kube keeping(Segments<ListCache.Page> lists, KubeServer server, Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
        return new Kube(
                KubernetesService.of(config(file), Mode.FULL, TargetIdentity.OWN, new ListCache(lists)), Mode.FULL);
    }

    static Kube of(KubernetesConfig config, Mode mode) {
        return new Kube(KubernetesService.of(config, mode), mode);
    }

    /** As fast as it goes. */
    static KubernetesConfig config(Path kubeconfig) {
        return new KubernetesConfig(
                new KubernetesConfig.Source(List.of(kubeconfig), null, List.of(), null, Map.of()),
                KubernetesConfig.Identity.OWN,
                KubernetesConfig.Rules.NONE,
                pace(Duration.ofSeconds(30)));
    }

    static KubernetesConfig.Pace pace(Duration timeout) {
        return new KubernetesConfig.Pace(10_000, 10_000, timeout, 32 << 20);
    }

    KubernetesService service() {
        return service;
    }

    ServiceHandler handler() {
        return handler;
    }

    /** Calls a tool, and holds what it answers against what it says that it answers. */
    JsonNode call(String tool, String arguments) {
        return call(tool, arguments, Access.LOCAL);
    }

    JsonNode call(String tool, String arguments, Access access) {
        JsonNode answer = new Asker(handler).by(access).call(tool, arguments);
        if (!answer.path("isError").asBoolean(false)) {
            assertFits(tool, answer.path("structuredContent"));
        }
        return answer;
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

    static String text(JsonNode answer) {
        return answer.path("content").path(0).path("text").asString("");
    }

    private void assertFits(String name, JsonNode structured) {
        for (Tool tool : service.offer().tools()) {
            JsonSchema output = tool.output();
            if (tool.name().equals(name)) {
                assertThat(output).as(name).isNotNull();
                assertThat(output.problems(structured)).as(name).isEmpty();
            }
        }
    }

    @Override
    public void close() {
        handler.close();
    }
}
