package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.Fault;
import io.yumen.kube.KubeServer;
import io.yumen.protocol.RpcException;
import io.yumen.service.Mode;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What goes wrong with a cluster, and what is not allowed, is told so that a model can act on it. */
class TroublesTest {
    private static final String PODS = "{\"kind\": \"pods\", \"namespace\": \"default\"}";
    private static final String LIST = "/api/v1/namespaces/default/pods";

    @TempDir
    private Path folder;

    private KubeServer server;
    private Path kubeconfig;

    @BeforeEach
    void start() throws Exception {
        server = KubeServer.start(folder);
        kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
        for (String namespace : List.of("default", "kube-system")) {
            server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web-" + namespace + ", namespace: " + namespace
                    + "}, spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, unauthorized, has to renew them",
        "403, forbidden, Ask the tool access",
        "404, not_found, Use list or search",
        "409, conflict, Read it again",
        "410, expired, leave the cursor out",
        "422, refused, explain says",
        "500, failed, answered 500"
    })
    void an_answer_that_is_none_becomes_a_sentence(int status, String code, String words) {
        try (Kube kube = kube(KubernetesConfig.Rules.NONE, Duration.ofSeconds(20))) {
            server.fault(Fault.on("GET", LIST), new Fault.Status(status, "Reason", "the reason why"));
            JsonNode answer = kube.call("list", PODS);
            assertThat(Kube.text(answer))
                    .contains("The cluster fake answered " + status + ": the reason why")
                    .contains(words);
            assertThat(codeOf(answer)).isEqualTo(code);
        }
    }

    @Test
    void a_cluster_that_is_busy_slow_strange_or_gone_is_told_so() {
        try (Kube kube = kube(KubernetesConfig.Rules.NONE, Duration.ofSeconds(2))) {
            kube.told("list", PODS);
            server.fault(Fault.on("GET", LIST), new Fault.Busy(Duration.ofSeconds(7)), 1);
            JsonNode busy = kube.call("list", PODS);
            assertThat(codeOf(busy)).isEqualTo("busy");
            assertThat(busy.path("_meta")
                            .path("io.yumen/failure")
                            .path("retryAfterSeconds")
                            .intValue())
                    .isEqualTo(7);
            server.fault(Fault.on("GET", LIST), new Fault.Slow(Duration.ofMinutes(1)), 1);
            assertThat(kube.failure("list", PODS)).contains("did not answer in time");
            server.fault(Fault.on("GET", LIST), new Fault.Garbage("text/html", "<html>Log in</html>"), 1);
            assertThat(kube.failure("list", PODS)).contains("text/html in place of JSON");
            server.close();
            assertThat(kube.failure("list", PODS)).contains("cannot be reached").contains("is it running");
            assertThat(kube.service().health().good()).isFalse();
        }
    }

    @Test
    void a_list_that_never_ends_is_let_go() {
        KubernetesConfig config = new KubernetesConfig(
                Kube.config(kubeconfig).source(),
                KubernetesConfig.Identity.OWN,
                KubernetesConfig.Rules.NONE,
                new KubernetesConfig.Pace(1_000, 1_000, Duration.ofSeconds(30), 1 << 20));
        try (Kube kube = Kube.of(config, Mode.READ_ONLY)) {
            server.fault(Fault.on("GET", LIST), new Fault.Endless());
            assertThat(kube.failure("list", PODS)).contains("answers too much").contains("1 MiB");
        }
    }

    @Test
    void a_cursor_whose_list_is_forgotten_is_told_so() {
        try (Kube kube = kube(KubernetesConfig.Rules.NONE, Duration.ofSeconds(20))) {
            String cursor = kube.call("list", "{\"kind\": \"pods\", \"limit\": 1}")
                    .path("structuredContent")
                    .path("cursor")
                    .asString();
            server.forget();
            assertThat(kube.failure("list", "{\"kind\": \"pods\", \"limit\": 1, \"cursor\": \"" + cursor + "\"}"))
                    .contains("answered 410")
                    .contains("leave the cursor out");
        }
    }

    @Test
    void what_the_rules_leave_out_is_not_served() {
        KubernetesConfig.Rules rules = new KubernetesConfig.Rules(
                List.of("!kube-*"), List.of("!Secret", "!*.rbac.authorization.k8s.io"), List.of("!delete"));
        try (Kube kube = kube(rules, Duration.ofSeconds(20))) {
            assertThat(kube.told("list", "{\"kind\": \"pods\"}"))
                    .contains("web-default")
                    .doesNotContain("web-kube-system");
            assertThat(kube.told("list", "{\"kind\": \"pods\", \"count_only\": true}"))
                    .isEqualTo("1 pods");
            assertThat(kube.told("list", "{\"kind\": \"ns\", \"detail\": \"names\"}"))
                    .isEqualTo("default\n");
            assertThat(kube.failure("list", "{\"kind\": \"pods\", \"namespace\": \"kube-system\"}"))
                    .contains("The namespace kube-system is not served here");
            assertThat(kube.failure("logs", "{\"name\": \"web-kube-system\", \"namespace\": \"kube-system\"}"))
                    .contains("not served here");
            assertThat(kube.failure("list", "{\"kind\": \"secrets\"}")).contains("The kind Secret is not served here");
            assertThat(kube.failure("list", "{\"kind\": \"clusterroles\"}")).contains("not served here");
            assertThat(kube.failure("delete", "{\"kind\": \"pod\", \"names\": [\"web-default\"]}"))
                    .contains("The verb delete is not served here");
            assertThat(server.object("pods", "default", "web-default")).isNotNull();
        }
    }

    @Test
    void the_rights_that_are_told_are_those_within_the_rules() {
        KubernetesConfig.Rules rules = new KubernetesConfig.Rules(
                List.of("!kube-*"), List.of("!Secret", "!*.rbac.authorization.k8s.io"), List.of("!delete"));
        try (Kube kube = kube(rules, Duration.ofSeconds(20))) {
            String format = "{\"verb\": \"%s\", \"kind\": \"%s\", \"namespace\": \"%s\", \"format\": \"json\"}";
            assertThat(kube.told("access", format.formatted("get", "pods", "default")))
                    .contains("\"allowed\":true");
            assertThat(kube.told("access", format.formatted("delete", "pods", "default")))
                    .contains("\"allowed\":false")
                    .contains("The verb delete is not served here");
            assertThat(kube.told("access", format.formatted("get", "secrets", "default")))
                    .contains("\"allowed\":false")
                    .contains("The kind Secret is not served here");
            assertThat(kube.told("access", format.formatted("get", "pods", "kube-system")))
                    .contains("\"allowed\":false")
                    .contains("The namespace kube-system is not served here");
            assertThat(kube.told("access", "{}")).contains("kinds !Secret", "namespaces !kube-*", "verbs !delete");
            assertThat(kube.failure("access", "{\"namespace\": \"kube-system\"}"))
                    .contains("not served here");
        }
        try (Kube kube = kube(KubernetesConfig.Rules.NONE, Duration.ofSeconds(20))) {
            assertThat(kube.told("access", "{}")).doesNotContain("rules");
        }
    }

    @Test
    void the_rights_that_are_told_are_those_that_the_mode_leaves() {
        String format = "{\"verb\": \"%s\", \"kind\": \"%s\", \"namespace\": \"default\", \"format\": \"json\"}";
        String exec = "{\"verb\": \"create\", \"kind\": \"pods\", \"subresource\": \"exec\", \"format\": \"json\"}";
        try (Kube kube = Kube.of(Kube.config(kubeconfig), Mode.READ_ONLY)) {
            assertThat(kube.told("access", format.formatted("watch", "pods"))).contains("\"allowed\":true");
            for (String asked : List.of(format.formatted("create", "pods"), format.formatted("delete", "pods"), exec)) {
                assertThat(kube.told("access", asked))
                        .contains("\"allowed\":false", "The mode of this service is read-only");
            }
            assertThat(kube.told("access", "{}")).contains("of the verbs it has get, list and watch");
        }
        try (Kube kube = Kube.of(Kube.config(kubeconfig), Mode.NO_DESTROY)) {
            for (String verb : List.of("get", "create", "patch")) {
                assertThat(kube.told("access", format.formatted(verb, "nodes"))).contains("\"allowed\":true");
            }
            for (String asked : List.of(format.formatted("update", "pods"), format.formatted("delete", "pods"), exec)) {
                assertThat(kube.told("access", asked))
                        .contains("\"allowed\":false", "The mode of this service is no-destroy");
            }
            assertThat(kube.told("access", "{}")).contains("it creates, and cordons nodes");
        }
        try (Kube kube = Kube.of(Kube.config(kubeconfig), Mode.FULL)) {
            assertThat(kube.told("access", format.formatted("delete", "pods"))).contains("\"allowed\":true");
            assertThat(kube.told("access", exec)).contains("\"allowed\":true");
            assertThat(kube.told("access", "{}")).doesNotContain("mode");
        }
    }

    @Test
    void an_object_that_gets_its_name_from_the_cluster_is_made_within_the_rules() {
        KubernetesConfig.Rules rules = new KubernetesConfig.Rules(List.of("team-*"), List.of(), List.of());
        try (Kube kube = kube(rules, Duration.ofSeconds(20))) {
            String made = "{\"manifest\": \"{apiVersion: v1, kind: Namespace, metadata: {generateName: team-}}\"}";
            assertThat(kube.failure("create", made)).contains("Namespace/team-...: failed", "say metadata.name");
        }
    }

    @Test
    void rights_of_a_caller_are_told_with_what_is_denied_and_of_a_subresource() {
        KubernetesConfig usual = Kube.config(kubeconfig);
        KubernetesConfig config = new KubernetesConfig(
                usual.source(), new KubernetesConfig.Identity(true, "mcp:", "role:"), usual.rules(), usual.pace());
        server.allow("mcp:ann", "default", "get", "pods,pods/log");
        try (Kube kube = Kube.of(config, Mode.FULL)) {
            String log = "{\"verb\": \"get\", \"kind\": \"pods\", \"subresource\": \"%s\", \"format\": \"json\"}";
            assertThat(Kube.text(kube.call("access", log.formatted("log"), caller("ann"))))
                    .contains("\"allowed\":true");
            assertThat(Kube.text(kube.call("access", log.formatted("exec"), caller("ann"))))
                    .contains("\"allowed\":false");
            assertThat(Kube.text(kube.call("access", log.formatted("log"), caller("bob"))))
                    .contains("\"allowed\":false");
        }
    }

    @Test
    void a_selector_that_is_none_is_told_with_what_the_cluster_said() {
        try (Kube kube = kube(KubernetesConfig.Rules.NONE, Duration.ofSeconds(20))) {
            assertThat(kube.failure("list", "{\"kind\": \"pods\", \"label_selector\": \"a in (\"}"))
                    .contains("The cluster fake answered 400: ");
            assertThat(kube.failure("list", "{\"kind\": \"pods\", \"field_selector\": \"spec.colour=red\"}"))
                    .contains("The cluster fake answered 400: ");
        }
    }

    @Test
    void a_mode_keeps_tools_away() throws Exception {
        for (String tool : List.of("apply", "exec", "delete", "scale")) {
            try (Kube kube = Kube.of(Kube.config(kubeconfig), Mode.READ_ONLY)) {
                Assertions.assertThatThrownBy(() -> kube.call(tool, "{}"))
                        .isInstanceOf(RpcException.class)
                        .hasMessageContaining("this server is read-only");
            }
        }
    }

    @Test
    void each_caller_is_named_to_the_cluster() {
        KubernetesConfig usual = Kube.config(kubeconfig);
        KubernetesConfig config = new KubernetesConfig(
                usual.source(), new KubernetesConfig.Identity(true, "mcp:", "role:"), usual.rules(), usual.pace());
        server.allow("mcp:ann", "default", "get,list", "pods");
        try (Kube kube = Kube.of(config, Mode.FULL)) {
            assertThat(Kube.text(kube.call("list", PODS, caller("ann")))).contains("web-default");
            assertThat(Kube.text(kube.call("list", PODS, caller("bob"))))
                    .contains("answered 403")
                    .contains("mcp:bob");
            assertThat(Kube.text(kube.call("list", PODS))).contains("nobody showed who you are");
        }
    }

    @Test
    void what_a_caller_may_not_read_is_a_note_and_the_rest_is_told() {
        KubernetesConfig usual = Kube.config(kubeconfig);
        KubernetesConfig config = new KubernetesConfig(
                usual.source(), new KubernetesConfig.Identity(true, "mcp:", "role:"), usual.rules(), usual.pace());
        server.allow("mcp:ann", "default", "get,list", "pods");
        server.seed("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: ill
                  namespace: default
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: hidden, uid: u-1}]
                spec: {containers: [{name: main, image: web}]}
                status: {phase: Pending, reason: Unschedulable}
                """);
        try (Kube kube = Kube.of(config, Mode.FULL)) {
            JsonNode unhealthy = kube.call("unhealthy", "{\"namespace\": \"default\"}", caller("ann"));
            assertThat(Kube.text(unhealthy))
                    .contains("Pod", "ill", "Unschedulable")
                    .contains("could not be read: ")
                    .contains("Deployment")
                    .contains("answered 403");
            assertThat(unhealthy.path("structuredContent").path("note").asString())
                    .contains("Deployment")
                    .doesNotContain("Pod,");
            String counted = "{\"namespace\": \"default\", \"count_only\": true}";
            assertThat(Kube.text(kube.call("unhealthy", counted, caller("ann"))))
                    .startsWith("1 unhealthy objects")
                    .contains("could not be read");
            String search = "{\"text\": \"ill\", \"namespace\": \"default\"}";
            assertThat(Kube.text(kube.call("search", search, caller("ann"))))
                    .contains("Pod", "ill", "ConfigMap", "answered 403");
            assertThat(Kube.text(kube.call("tree", "{\"kind\": \"pod\", \"name\": \"ill\"}", caller("ann"))))
                    .contains("Pod/ill", "an owner of Pod/ill", "answered 403");
            // Who may read nothing is told that, and not that all is well.
            JsonNode nothing = kube.call("unhealthy", "{\"namespace\": \"default\"}", caller("bob"));
            assertThat(nothing.path("isError").asBoolean()).isTrue();
            assertThat(Kube.text(nothing)).contains("answered 403");
        }
    }

    @Test
    void nobody_becomes_what_the_cluster_keeps_for_itself() {
        KubernetesConfig usual = Kube.config(kubeconfig);
        KubernetesConfig config = new KubernetesConfig(
                usual.source(), new KubernetesConfig.Identity(true, "", ""), usual.rules(), usual.pace());
        try (Kube kube = Kube.of(config, Mode.FULL)) {
            assertThat(Kube.text(kube.call("list", PODS, caller("system:admin"))))
                    .contains("No cluster is asked in that name");
            Access masters = caller("ann").withRoles(Set.of("system:masters"));
            assertThat(Kube.text(kube.call("list", PODS, masters))).contains("answered 403");
        }
    }

    @Test
    void an_unknown_cluster_and_a_missing_kubeconfig_are_told_with_what_to_do() {
        try (Kube kube = kube(KubernetesConfig.Rules.NONE, Duration.ofSeconds(20))) {
            assertThat(kube.failure("list", "{\"kind\": \"pods\", \"cluster\": \"fike\"}"))
                    .contains("did you mean fake?");
        }
        try (Kube kube = Kube.of(Kube.config(folder.resolve("nothing")), Mode.READ_ONLY)) {
            assertThat(kube.failure("list", PODS))
                    .contains("There is no kubeconfig at")
                    .contains("nothing");
        }
    }

    @Test
    void a_single_cluster_stands_in_a_url() throws Exception {
        KubernetesConfig.Source source = new KubernetesConfig.Source(
                List.of(), null, List.of(), URI.create("http://127.0.0.1:1"), Map.of("Authorization", "Bearer x"));
        KubernetesConfig config = new KubernetesConfig(
                source, KubernetesConfig.Identity.OWN, KubernetesConfig.Rules.NONE, Kube.pace(Duration.ofSeconds(5)));
        try (Kube kube = Kube.of(config, Mode.READ_ONLY)) {
            assertThat(kube.told("clusters", "{}")).contains("http://127.0.0.1:1");
            assertThat(kube.failure("list", PODS)).contains("cannot be reached");
        }
    }

    private static Access caller(String name) {
        return Access.plain(new Principal(TenantId.LOCAL, name), Access.Proof.KEY);
    }

    private Kube kube(KubernetesConfig.Rules rules, Duration timeout) {
        KubernetesConfig usual = Kube.config(kubeconfig);
        return Kube.of(new KubernetesConfig(usual.source(), usual.identity(), rules, Kube.pace(timeout)), Mode.FULL);
    }

    private static String codeOf(JsonNode failure) {
        return failure.path("_meta").path("io.yumen/failure").path("code").asString("");
    }
}
