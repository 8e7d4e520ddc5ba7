package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.kube.store.Trees;
import io.yumen.service.Mode;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Several clusters are named by their contexts, kinds by their names, and none is asked faster than it may be. */
class ContextsTest {
    private static final String NAMES = "\"kind\": \"pods\", \"namespace\": \"default\", \"detail\": \"names\"";

    @TempDir
    private Path folder;

    private KubeServer east;
    private KubeServer west;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        east = KubeServer.start(folder);
        west = KubeServer.start(folder);
        east.seed(pod("web-east"));
        west.seed(pod("web-west"));
        file = Files.writeString(
                folder.resolve("kubeconfig"),
                together(
                        east.kubeconfig("east", KubeServer.ADMIN_TOKEN),
                        west.kubeconfig("west", KubeServer.ADMIN_TOKEN),
                        west.kubeconfig("west-nobody", "no-token")));
    }

    @AfterEach
    void stop() {
        east.close();
        west.close();
    }

    @Test
    void a_call_names_its_cluster_or_means_the_usual_one() {
        try (Kube kube = kube(null, List.of())) {
            assertThat(pods(kube, "")).isEqualTo("web-east\n");
            assertThat(pods(kube, "west")).isEqualTo("web-west\n");
            assertThat(pods(kube, "east")).isEqualTo("web-east\n");
            assertThat(kube.failure("list", "{" + NAMES + ", \"cluster\": \"west-nobody\"}"))
                    .contains("The cluster west-nobody answered 401");
            assertThat(clusters(kube)).containsExactlyInAnyOrder("east", "west", "west-nobody");
        }
        try (Kube kube = kube("west", List.of("west*"))) {
            assertThat(pods(kube, "")).isEqualTo("web-west\n");
            assertThat(clusters(kube)).containsExactlyInAnyOrder("west", "west-nobody");
            assertThat(kube.failure("list", "{" + NAMES + ", \"cluster\": \"east\"}"))
                    .contains("There is no cluster \"east\"");
        }
        try (Kube kube = kube("north", List.of())) {
            assertThat(kube.failure("list", "{" + NAMES + "}")).contains("has no context \"north\" that is served");
        }
    }

    @Test
    void several_kubeconfigs_are_one_in_which_the_first_says_what_a_name_means() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("token"), KubeServer.ADMIN_TOKEN);
        ObjectNode more = Trees.yaml(together(
                west.kubeconfig("west-two", KubeServer.ADMIN_TOKEN),
                west.kubeconfig("east", "not-the-one-that-counts")));
        context(more, "mixed").put("cluster", "east").put("user", "of-file");
        ((ArrayNode) more.path("users"))
                .addObject()
                .put("name", "of-file")
                .putObject("user")
                .put("tokenFile", "token");
        Path second = Files.writeString(other.resolve("kubeconfig"), more.toString());
        List<Path> files = List.of(folder.resolve("never-written"), file, second);
        try (Kube kube = kube(files)) {
            assertThat(clusters(kube)).containsExactly("east", "west", "west-nobody", "west-two", "mixed");
            assertThat(pods(kube, "")).as("the current context of the first").isEqualTo("web-east\n");
            assertThat(pods(kube, "west-two")).isEqualTo("web-west\n");
            assertThat(pods(kube, "east")).as("which the second has, too").isEqualTo("web-east\n");
            assertThat(pods(kube, "mixed"))
                    .as("a cluster of the first, and a user of the second with a path beside it")
                    .isEqualTo("web-east\n");

            Files.writeString(second, west.kubeconfig("late", KubeServer.ADMIN_TOKEN));
            Files.setLastModifiedTime(second, FileTime.from(Instant.now().plusSeconds(60)));
            assertThat(clusters(kube)).containsExactly("east", "west", "west-nobody", "late");
        }
    }

    @Test
    void a_list_that_kubectl_left_null_or_an_entry_without_a_name_is_passed_over() throws Exception {
        Path begun = folder.resolve("begun");
        ObjectNode whole = Trees.yaml(west.kubeconfig("west", KubeServer.ADMIN_TOKEN));
        for (String part : List.of("clusters", "contexts", "users")) {
            ObjectNode some = whole.deepCopy().putNull(part);
            Files.writeString(begun, some.toString());
            try (Kube kube = kube(List.of(begun, file))) {
                assertThat(clusters(kube)).as(part).contains("east");
                assertThat(pods(kube, "east")).as(part).isEqualTo("web-east\n");
            }
        }
        for (String part : List.of("clusters", "contexts", "users")) {
            ((ArrayNode) whole.path(part)).addNull().addObject().putNull("name");
        }
        Files.writeString(begun, whole.toString());
        try (Kube kube = kube(List.of(begun))) {
            assertThat(clusters(kube)).containsExactly("west");
            assertThat(pods(kube, "west")).isEqualTo("web-west\n");
        }
        whole.putNull("users");
        Files.writeString(begun, whole.toString());
        try (Kube kube = kube(List.of(begun))) {
            assertThat(kube.failure("list", "{" + NAMES + "}")).contains("The cluster west answered 401");
        }
    }

    @Test
    void what_is_empty_in_the_list_of_the_environment_is_passed_over() {
        // What the library asks before the variable KUBECONFIG.
        System.setProperty("kubeconfig", File.pathSeparator + file);
        try (Kube kube = kube(List.of())) {
            assertThat(pods(kube, "west")).isEqualTo("web-west\n");
        } finally {
            System.clearProperty("kubeconfig");
        }
    }

    private static ObjectNode context(ObjectNode kubeconfig, String name) {
        return ((ArrayNode) kubeconfig.path("contexts"))
                .addObject()
                .put("name", name)
                .putObject("context");
    }

    @Test
    void a_kubeconfig_that_has_changed_is_read_again() throws Exception {
        try (Kube kube = kube(null, List.of())) {
            assertThat(pods(kube, "")).isEqualTo("web-east\n");
            Files.writeString(file, west.kubeconfig("fake", KubeServer.ADMIN_TOKEN));
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
            assertThat(pods(kube, "")).isEqualTo("web-west\n");
            assertThat(kube.failure("list", "{" + NAMES + ", \"cluster\": \"east\"}"))
                    .contains("There is no cluster \"east\"");
        }
    }

    @Test
    void a_call_goes_on_while_the_kubeconfig_changes() throws Exception {
        try (Kube kube = kube(null, List.of())) {
            CompletableFuture<String> waiting =
                    later(() -> kube.told("wait", "{\"kind\": \"pods\", \"name\": \"web-east\", \"for\": \"delete\"}"));
            until(() -> east.calls().stream().anyMatch(one -> one.contains("web-east")));
            Files.writeString(file, west.kubeconfig("fake", KubeServer.ADMIN_TOKEN));
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
            assertThat(pods(kube, "")).isEqualTo("web-west\n");

            east.clearCalls();
            until(() -> east.calls().stream().anyMatch(one -> one.contains("web-east")) || waiting.isDone());
            east.remove("pods", "default", "web-east");
            assertThat(waiting.get(60, TimeUnit.SECONDS)).startsWith("Done");
        }
    }

    @Test
    void a_credential_program_that_does_not_end_holds_up_its_own_cluster_alone() throws Exception {
        Path end = folder.resolve("end");
        ObjectNode slow = Trees.yaml(west.kubeconfig("slow", "none"));
        ObjectNode user = (ObjectNode) slow.path("users").path(0).path("user");
        user.removeAll();
        user.putObject("exec")
                .put("apiVersion", "client.authentication.k8s.io/v1")
                .put("command", "sh")
                .put("interactiveMode", "Never")
                .putArray("args")
                .add("-c")
                .add("until [ -e " + end
                        + " ]; do sleep 0.1; done; echo '{\"apiVersion\": \"client.authentication.k8s.io/v1\","
                        + " \"kind\": \"ExecCredential\", \"status\": {\"token\": \"" + KubeServer.ADMIN_TOKEN
                        + "\"}}'");
        Files.writeString(file, together(slow.toString(), east.kubeconfig("east", KubeServer.ADMIN_TOKEN)));
        KubernetesConfig usual = Kube.config(file);
        KubernetesConfig.Pace hasty = new KubernetesConfig.Pace(20, 40, Duration.ofSeconds(2), 1 << 20);
        try (Kube kube =
                Kube.of(new KubernetesConfig(usual.source(), usual.identity(), usual.rules(), hasty), Mode.READ_ONLY)) {
            CompletableFuture<String> stuck =
                    later(() -> kube.failure("list", "{" + NAMES + ", \"cluster\": \"slow\"}"));
            assertThat(clusters(kube)).containsExactlyInAnyOrder("slow", "east");
            assertThat(pods(kube, "east")).isEqualTo("web-east\n");
            assertThat(stuck.get(60, TimeUnit.SECONDS))
                    .contains("The credentials of the cluster slow were not there in 2 s", "(exec)");

            Files.createFile(end);
            until(() -> kube.call("list", "{" + NAMES + ", \"cluster\": \"slow\"}")
                    .toString()
                    .contains("web-west"));
        } finally {
            Files.writeString(end, "");
        }
    }

    @Test
    void a_kind_that_two_groups_have_must_be_said_in_full() {
        for (String group : List.of("a.example.com", "b.example.com")) {
            east.seed(definition(group));
            east.seed("{apiVersion: " + group + "/v1, kind: Widget, metadata: {name: of-" + group.charAt(0)
                    + ", namespace: default}}");
        }
        try (Kube kube = kube(null, List.of())) {
            assertThat(kube.failure("list", "{\"kind\": \"widgets\"}"))
                    .contains("\"widgets\" may be Widget.a.example.com or Widget.b.example.com; say which");
            for (String said : List.of("widgets.a.example.com", "Widget.a.example.com", "a.example.com/v1/Widget")) {
                assertThat(kube.told("list", "{\"kind\": \"" + said + "\", \"detail\": \"names\"}"))
                        .as(said)
                        .isEqualTo("default/of-a\n");
            }
        }
    }

    @Test
    void more_than_may_be_asked_waits_or_is_told_to() throws Exception {
        KubernetesConfig usual = Kube.config(file);
        KubernetesConfig.Pace slow = new KubernetesConfig.Pace(1, 3, Duration.ofSeconds(5), 1 << 20);
        KubernetesConfig config = new KubernetesConfig(usual.source(), usual.identity(), usual.rules(), slow);
        try (Kube kube = Kube.of(config, Mode.READ_ONLY)) {
            // Two requests for the kinds, one for the list: the burst is used up.
            kube.told("list", "{" + NAMES + "}");
            List<CompletableFuture<JsonNode>> asked = IntStream.range(0, 30)
                    .mapToObj(i -> "{" + NAMES + ", \"limit\": " + (i + 1) + "}")
                    .map(arguments -> later(() -> kube.call("list", arguments)))
                    .toList();
            List<String> codes = new ArrayList<>();
            for (CompletableFuture<JsonNode> one : asked) {
                JsonNode answer = one.get();
                codes.add(answer.path("_meta")
                        .path("io.yumen/failure")
                        .path("code")
                        .asString("good"));
            }
            assertThat(codes).contains("good", "busy").containsOnly("good", "busy");
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("a minute is over").isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static <T> CompletableFuture<T> later(Supplier<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(work.get());
            } catch (RuntimeException | AssertionError e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static String pods(Kube kube, String cluster) {
        String named = cluster.isEmpty() ? "" : ", \"cluster\": \"" + cluster + "\"";
        return kube.told("list", "{" + NAMES + named + "}");
    }

    private static List<String> clusters(Kube kube) {
        return kube.told("clusters", "{\"detail\": \"names\"}").lines().toList();
    }

    private Kube kube(@Nullable String context, List<String> contexts) {
        return kube(new KubernetesConfig.Source(List.of(file), context, contexts, null, Map.of()));
    }

    private Kube kube(List<Path> files) {
        return kube(new KubernetesConfig.Source(files, null, List.of(), null, Map.of()));
    }

    private Kube kube(KubernetesConfig.Source source) {
        KubernetesConfig usual = Kube.config(file);
        return Kube.of(new KubernetesConfig(source, usual.identity(), usual.rules(), usual.pace()), Mode.READ_ONLY);
    }

    private static String pod(String name) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name
                + ", namespace: default}, spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}";
    }

    private static String definition(String group) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
                  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
                """.formatted(group);
    }

    /** One kubeconfig of several; the first one's context is the current one. */
    private static String together(String... files) {
        List<ObjectNode> all = Stream.of(files).map(Trees::yaml).toList();
        ObjectNode whole = all.getFirst();
        for (ObjectNode more : all.subList(1, all.size())) {
            for (String part : List.of("clusters", "contexts", "users")) {
                ((ArrayNode) whole.path(part)).addAll((ArrayNode) more.path(part));
            }
        }
        return whole.toString();
    }
}
