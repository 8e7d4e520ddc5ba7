package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.catalogue.TargetIdentity;
import io.yumen.catalogue.cache.Segments;
import io.yumen.http.client.RelayClient;
import io.yumen.kube.KubeServer;
import io.yumen.oauth.caller.CallerRights;
import io.yumen.oauth.caller.ExchangeLimits;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.secret.Sealer;
import io.yumen.service.Mode;
import io.yumen.service.helm.HelmService;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.helm.chart.HelmConfig;
import io.yumen.service.helm.chart.Indexes;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import io.yumen.service.kubernetes.KubernetesService;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.service.kubernetes.api.ListCache;
import io.yumen.tenant.Access;
import io.yumen.tenant.CallerToken;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A cluster is asked by what the token of each caller was exchanged for: it sees him, and nobody else sees what it told him. */
class OnBehalfClustersTest {
    private static final String PODS = "{\"kind\": \"pods\", \"namespace\": \"default\", \"detail\": \"names\"}";
    private static final String WEB = "kubernetes://-/default/pods/web";

    @TempDir
    private Path folder;

    private final AtomicInteger exchanges = new AtomicInteger();
    private FakeWorld world;
    private CallerRights rights;
    private KubeServer server;
    private ServiceHandler service;

    @BeforeEach
    void start() throws Exception {
        world = new FakeWorld();
        exchangedFor(600);
        rights = new CallerRights(world.exchanger(world.origin(), Optional.of("kube")), ExchangeLimits.DEFAULT);
        server = KubeServer.start(folder);
        server.allow("ann", "default", "get,list,watch", "pods,pods/log");
        server.allow("ann", "default", "get,create", "pods/exec");
        seed("blue");
        service = service(Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig()));
        server.clearCalls();
    }

    @AfterEach
    void stop() {
        service.close();
        server.close();
        world.close();
    }

    @Test
    void two_callers_are_two_users_and_neither_is_told_what_the_other_may_see() {
        assertThat(told(call("ann", "list", PODS))).contains("web");
        assertThat(failure(call("bob", "list", PODS))).contains("User \"bob\" cannot list");
        server.allow("bob", "default", "list", "pods");
        assertThat(told(call("bob", "list", PODS))).contains("web");
        assertThat(told(call("ann", "access", "{\"verb\": \"list\", \"kind\": \"pods\", \"namespace\": \"default\"}")))
                .contains("true");
        assertThat(failure(
                        call("bob", "get", "{\"kind\": \"pods\", \"namespace\": \"default\", \"names\": [\"web\"]}")))
                .contains("User \"bob\" cannot get");

        assertThat(world.asked("/token")).as("each once").hasSize(2);
        assertThat(server.shown()).containsOnly("Bearer kube-ann-1", "Bearer kube-bob-2");
        // The kinds (two requests each), then what was asked for.
        assertThat(server.shown().stream().filter(one -> one.endsWith("bob-2"))).hasSize(5);
    }

    @Test
    void what_was_kept_for_one_token_of_a_user_is_not_told_to_another() {
        Access wide = access("ann", "ann");
        Access narrow = access("ann", "ann").withScopes(Scopes.read("little"));
        told(call(wide, "list", PODS));
        server.clearCalls();
        told(call(wide, "list", PODS));
        assertThat(server.calls()).as("kept").isEmpty();
        told(call(narrow, "list", PODS));
        assertThat(server.shown()).hasSize(3).containsOnly("Bearer kube-ann-2");
    }

    @Test
    void a_command_in_a_pod_is_run_in_the_name_of_its_caller() {
        String date = "{\"name\": \"web\", \"namespace\": \"default\", \"command\": [\"echo\", \"hello\"]}";
        assertThat(told(call("ann", "exec", date))).contains("hello");
        assertThat(server.shown()).containsOnly("Bearer kube-ann-1");
        world.pass(Duration.ofSeconds(31));
        server.expireToken("kube-ann-1");
        assertThat(told(call("ann", "exec", date))).contains("hello");
        assertThat(server.shown()).contains("Bearer kube-ann-2");
    }

    @Test
    void a_token_that_is_refused_is_exchanged_anew_once_and_then_it_is_said() {
        told(call("ann", "list", PODS));
        server.expireToken("kube-ann-1");
        world.pass(Duration.ofSeconds(31));
        told(call("ann", "list", "{\"kind\": \"pods\", \"namespace\": \"default\", \"limit\": 7}"));
        assertThat(world.asked("/token")).hasSize(2);

        server.expireToken("kube-ann-2");
        assertThat(failure(call("ann", "list", "{\"kind\": \"pods\", \"namespace\": \"default\", \"limit\": 8}")))
                .contains(
                        "The cluster fake did not do that: it refuses the token that its caller's was exchanged for (HTTP 401)")
                .contains("auth.oauth.audience");
        assertThat(world.asked("/token")).as("a fresh one fares no better").hasSize(2);
        assertThat(server.shown()).doesNotContain("Bearer " + KubeServer.ADMIN_TOKEN);
    }

    @Test
    void who_has_nothing_to_exchange_is_told_what_to_do_and_the_cluster_hears_nothing() {
        Access key = Access.plain(new Principal(TenantId.LOCAL, "ann"), Access.Proof.KEY);
        assertThat(failure(answer(key, "list", PODS)))
                .contains("The cluster fake takes calls only from those who come in with a token of " + world.origin())
                .contains("You came in with a key of this gateway");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void a_right_that_was_ended_is_not_made_anew_for_what_is_under_way() {
        Access ann = access("ann", "ann");
        told(call(ann, "list", PODS));
        rights.forget(access -> true);
        assertThat(failure(answer(ann, "list", PODS))).contains("waits for its caller, whose right has ended");
    }

    @Test
    void a_watch_goes_on_only_as_long_as_its_caller_comes_with_good_tokens() throws Exception {
        exchangedFor(1);
        Access ann = access("ann", "ann").until(world.now().plusSeconds(60));
        rights.of(ann);
        Asker asker = new Asker(service).by(ann);
        CompletableFuture<?> listening = asker.later(
                "subscriptions/listen", "{\"notifications\": {\"resourceSubscriptions\": [\"" + WEB + "\"]}}");
        until(() -> watched("kube-ann-1") >= 2);
        world.pass(Duration.ofSeconds(2));
        until(() -> watched("kube-ann-2") > 0);

        // Her own token ends: nothing is exchanged for it any more.
        world.pass(Duration.ofSeconds(60));
        assertThat(failure(answer(ann, "list", PODS))).contains("a new token of its caller");
        assertThat(world.asked("/token")).hasSize(2);

        // She comes again, by the same program, with another token: the watch goes on by that.
        rights.of(access("ann", "ann2"));
        until(() -> watched("kube-ann2-3") > 0);
        seed("green");
        until(() -> asker.client().heard().stream()
                .anyMatch(told -> told.method().equals("notifications/resources/updated")));
        asker.cancel();
        assertThat(listening.handle((done, why) -> true).get(1, TimeUnit.MINUTES))
                .isTrue();
    }

    @Test
    void releases_are_read_in_the_name_of_their_caller() {
        server.allow("ann", "default", "list", "secrets");
        String list = "{\"namespace\": \"default\"}";
        try (Children children = new Children(ChildrenLimits.DEFAULT);
                ServiceHandler helm = ServiceHandler.start(
                        HelmService.of(
                                config(folder.resolve("kubeconfig")),
                                new TargetIdentity.OnBehalf(rights),
                                new Charts(HelmConfig.DEFAULT, RelayClient::create, children, Indexes.none())),
                        Mode.READ_ONLY,
                        ServiceLimits.DEFAULT,
                        Sealer.ephemeral(),
                        InstantSource.system())) {
            told(new Asker(helm).by(held(access("ann", "ann"))).call("release_list", list));
            assertThat(failure(new Asker(helm).by(held(access("bob", "bob"))).call("release_list", list)))
                    .contains("User \"bob\" cannot list");
        }
        assertThat(server.shown()).containsOnly("Bearer kube-ann-1", "Bearer kube-bob-2");
    }

    @Test
    void a_token_for_one_cluster_is_shown_to_no_other() throws Exception {
        String one = server.kubeconfig();
        Path file = Files.writeString(
                folder.resolve("two"),
                one.replace("contexts:\n", "contexts:\n- {name: other, context: {cluster: fake}}\n"));
        try (ServiceHandler several = service(file)) {
            assertThat(failure(new Asker(several).by(held(access("ann", "ann"))).call("list", PODS)))
                    .contains("has several contexts that are served (other, fake)", "names one in \"contexts\"");
        }
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void no_program_of_a_kubeconfig_is_run_and_no_certificate_of_it_is_used() throws Exception {
        Path ran = folder.resolve("ran");
        Path file = Files.writeString(
                folder.resolve("program"),
                server.kubeconfig()
                        .replace(
                                "token: " + KubeServer.ADMIN_TOKEN,
                                "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: touch, args: ["
                                        + ran + "]}"));
        try (ServiceHandler other = service(file)) {
            assertThat(told(new Asker(other).by(held(access("ann", "ann"))).call("list", PODS)))
                    .contains("web");
        }
        assertThat(ran).doesNotExist();
    }

    private static KubernetesConfig config(Path kubeconfig) {
        return new KubernetesConfig(
                new KubernetesConfig.Source(List.of(kubeconfig), null, List.of(), null, Map.of()),
                KubernetesConfig.Identity.OWN,
                KubernetesConfig.Rules.NONE,
                new KubernetesConfig.Pace(10_000, 10_000, Duration.ofSeconds(30), 32 << 20));
    }

    private ServiceHandler service(Path kubeconfig) {
        return ServiceHandler.start(
                KubernetesService.of(
                        config(kubeconfig),
                        Mode.FULL,
                        new TargetIdentity.OnBehalf(rights),
                        new ListCache(new Segments<>(ListCache.KINDS, ListCache.SIZE, () -> 0))),
                Mode.FULL,
                ServiceLimits.DEFAULT,
                Sealer.ephemeral(),
                InstantSource.system());
    }

    /** The provider gives tokens that the cluster knows, which last that long. */
    private void exchangedFor(int seconds) {
        world.at("/token", body -> {
            String subject = FakeWorld.form(body).getOrDefault("subject_token", "");
            String token = "kube-" + subject + "-" + exchanges.incrementAndGet();
            server.user(token, subject.replaceAll("[0-9]", ""));
            return world.json("{'access_token':'" + token + "','token_type':'Bearer','expires_in':" + seconds + "}");
        });
    }

    private void seed(String colour) {
        server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default, labels: {colour: " + colour
                + "}}, spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
    }

    private long watched(String token) {
        return server.shown("watch=true").stream()
                .filter(("Bearer " + token)::equals)
                .count();
    }

    private Access access(String name, String token) {
        return Access.plain(new Principal(TenantId.LOCAL, name), Access.Proof.JWT)
                .withScopes(Scopes.read("mcp"))
                .until(world.now().plusSeconds(3_600))
                .withToken(new CallerToken(world.origin(), token));
    }

    /** As the gateway does it before a service hears of a call. */
    private Access held(Access access) {
        rights.of(access);
        return access;
    }

    private JsonNode call(String name, String tool, String arguments) {
        return call(access(name, name), tool, arguments);
    }

    private JsonNode call(Access access, String tool, String arguments) {
        return answer(held(access), tool, arguments);
    }

    private JsonNode answer(Access access, String tool, String arguments) {
        return new Asker(service).by(access).call(tool, arguments);
    }

    private static String told(JsonNode answer) {
        assertThat(answer.path("isError").asBoolean(false)).as("%s", answer).isFalse();
        return answer.path("content").path(0).path("text").asString("");
    }

    private static String failure(JsonNode answer) {
        assertThat(answer.path("isError").asBoolean(false)).as("%s", answer).isTrue();
        return answer.path("content").path(0).path("text").asString("");
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("a minute is over").isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
