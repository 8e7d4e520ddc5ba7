package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.catalogue.TargetIdentity;
import io.yumen.config.ServerSettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.kube.KubeServer;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.RpcException;
import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import io.yumen.secret.Sealer;
import io.yumen.service.alertmanager.RealAlertmanager;
import io.yumen.service.awsdocs.AwsOnThisMachine;
import io.yumen.service.awsdocs.demo.DemoSite;
import io.yumen.service.browser.FixtureSite;
import io.yumen.service.browser.RealChromium;
import io.yumen.service.helm.RealHelm;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.prometheus.RealPrometheus;
import io.yumen.tenant.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each tool of each service is called in each mode that has it, in each form in which it can answer, on a real system; where a mode
 * does not have it, it is refused. A tool without a line in {@code calls.txt} fails.
 */
final class EveryToolCalledTest {
    /** Whose own test holds the same: {@code EverythingTest}. */
    private static final Set<String> ELSEWHERE = Set.of("everything");

    private static final RelayClient CLIENT = RelayClient.create(RelayClientConfig.defaults());
    private static final Children CHILDREN = new Children(ChildrenLimits.DEFAULT);

    @TempDir
    private static Path folder;

    private static RealPrometheus prometheus;
    private static RealAlertmanager alertmanager;

    @BeforeAll
    static void start() throws Exception {
        prometheus = RealPrometheus.start(Files.createDirectory(folder.resolve("prometheus")));
        alertmanager = RealAlertmanager.start(Files.createDirectory(folder.resolve("alertmanager")));
    }

    @AfterAll
    static void stop() {
        alertmanager.close();
        prometheus.close();
        CLIENT.close();
        CHILDREN.close();
    }

    @Test
    void every_service_is_among_them() throws IOException {
        Set<String> services = new TreeSet<>(ELSEWHERE);
        Sample.all().forEach(sample -> services.add(sample.service()));
        assertThat(services).containsExactlyElementsOf(Services.NAMES);
    }

    @ParameterizedTest
    @CsvSource({"read-only", "no-destroy", "full"})
    void every_tool_of_Prometheus_is_called(String mode) throws Exception {
        callAll("prometheus", mode, "\"url\": \"" + prometheus.base() + "\"", "");
    }

    @ParameterizedTest
    @CsvSource({"read-only", "no-destroy", "full"})
    void every_tool_of_Alertmanager_is_called(String mode) throws Exception {
        String url = "\"url\": \"" + alertmanager.base() + "\"";
        String silence = "{\"matchers\": [\"host=db-1\"], \"duration\": \"1h\", \"comment\": \"a test\"}";
        try (Asked before = new Asked("alertmanager", "full", url, "")) {
            before.all(new Sample("alertmanager", "create_silence", silence, ""));
            callAll("alertmanager", mode, url, before.id);
        }
    }

    @ParameterizedTest
    @CsvSource({"read-only", "no-destroy", "full"})
    void every_tool_of_Kubernetes_is_called(String mode) throws Exception {
        try (KubeServer cluster = KubeServer.start(folder)) {
            cluster.seed(
                    "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default, labels: {app: web}},"
                            + " spec: {nodeName: node-1, containers: [{name: main, image: 'web:1'}]}, status: {phase: Running}}");
            cluster.seed("""
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: shop, namespace: default}
                    spec:
                      replicas: 1
                      selector: {matchLabels: {app: shop}}
                      template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: main, image: 'shop:1'}]}}
                    """);
            cluster.print("default", "web", "main", "a line of the web");
            cluster.await(
                    "deployments.apps",
                    "default",
                    "shop",
                    shop -> shop.at("/status/readyReplicas").asInt(0) == 1);
            Path kubeconfig = Files.writeString(folder.resolve("kubeconfig-" + mode), cluster.kubeconfig());
            callAll(
                    "kubernetes",
                    mode,
                    "\"kubernetes\": {\"kubeconfig\": \"" + kubeconfig + "\", \"qps\": 1000, \"burst\": 1000}",
                    "");
        }
    }

    @ParameterizedTest
    @CsvSource({"read-only", "no-destroy", "full"})
    void every_tool_of_Helm_is_called(String mode) throws Exception {
        try (RealHelm helm = RealHelm.start(Files.createDirectory(folder.resolve("helm-" + mode)))) {
            callAll("helm", mode, helm.settings(), "");
        }
    }

    @ParameterizedTest
    @CsvSource({"read-only", "no-destroy", "full"})
    void every_tool_of_the_AWS_documentation_is_called(String mode) throws Exception {
        try (DemoSite aws = DemoSite.start()) {
            callAll("aws-docs", mode, AwsOnThisMachine.settings(aws, folder.resolve("aws-" + mode)), "");
        }
    }

    /** Without {@code read-only}: there, no page can be opened that could be looked at. */
    @ParameterizedTest
    @CsvSource({"no-destroy", "full"})
    void every_tool_of_the_browser_is_called(String mode) throws Exception {
        try (FixtureSite site = FixtureSite.start();
                RealChromium chromium = RealChromium.start(folder, "MAP shop.example:80 127.0.0.1:" + site.port())) {
            callAll("browser", mode, "\"url\": \"" + chromium.address() + "\"", "");
        }
    }

    /** @param id of something that a call before made */
    private static void callAll(String service, String mode, String more, String id) throws IOException {
        try (Asked asked = new Asked(service, mode, more, id)) {
            Map<String, List<String>> called = new LinkedHashMap<>();
            for (Sample sample : Sample.of(service)) {
                called.computeIfAbsent(sample.tool(), ignored -> new ArrayList<>())
                        .addAll(asked.all(sample));
            }
            System.out.println(service + ", " + mode + ": " + called);
            assertThat(called.keySet()).as("tools that are called").containsAll(asked.tools.keySet());
        }
    }

    /** A service that runs, and what it told last. */
    private static final class Asked implements AutoCloseable {
        private final ServiceHandler handler;
        private final Map<String, JsonNode> tools = new LinkedHashMap<>();
        private String id;

        Asked(String service, String mode, String more, String id) {
            this.id = id;
            String config = "{\"mcpServers\": {\"it\": {\"service\": \"" + service + "\", \"mode\": \"" + mode + "\", "
                    + more + "}}}";
            ServerSettings settings =
                    Objects.requireNonNull(ConfigFile.parse(config).mcpServers().get("it"));
            handler = new Services(Sealer.ephemeral(), CLIENT, CHILDREN).start("it", settings, TargetIdentity.OWN);
            send("tools/list", JsonNodeFactory.instance.objectNode())
                    .path("tools")
                    .forEach(tool -> tools.put(tool.path("name").asString(), tool));
        }

        /** Calls it in each form that it knows, and says in which. */
        List<String> all(Sample known) {
            Sample sample = known.with(id);
            ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", sample.tool());
            ObjectNode arguments = (ObjectNode) Records.parse(sample.arguments());
            params.set("arguments", arguments);
            JsonNode tool = tools.get(sample.tool());
            if (tool == null) {
                assertThatThrownBy(() -> send("tools/call", params))
                        .as("%s is not in this mode", sample.tool())
                        .isInstanceOf(RpcException.class);
                return List.of("refused");
            }
            List<String> formats = new ArrayList<>();
            tool.at("/inputSchema/properties/format/enum").forEach(format -> formats.add(format.asString()));
            if (formats.isEmpty()) {
                hold(sample, tool, send("tools/call", params));
                return List.of("called");
            }
            for (String format : formats) {
                arguments.put("format", format);
                hold(sample, tool, send("tools/call", params));
            }
            return formats;
        }

        private void hold(Sample sample, JsonNode tool, JsonNode answer) {
            String text = answer.path("content").path(0).path("text").asString("");
            assertThat(answer.path("isError").asBoolean(false))
                    .as("%s: %s", sample, text)
                    .isFalse();
            assertThat(text).as(sample.toString()).contains(sample.word());
            JsonNode structured = answer.path("structuredContent");
            if (tool.has("outputSchema")) {
                assertThat(JsonSchema.of((ObjectNode) tool.path("outputSchema")).problems(structured))
                        .as(sample.tool())
                        .isEmpty();
            }
            id = structured.path("id").asString(id);
        }

        private ObjectNode send(String method, ObjectNode params) {
            return new Asker(handler).by(Access.LOCAL).send(method, JsonCodec.text(params));
        }

        @Override
        public void close() {
            handler.close();
        }
    }
}
