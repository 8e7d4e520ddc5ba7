package io.yumen.kube;

import io.yumen.http.server.Certificates;
import io.yumen.kube.api.Api;
import io.yumen.kube.life.Controllers;
import io.yumen.kube.life.Journal;
import io.yumen.kube.life.Pods;
import io.yumen.kube.store.Crowd;
import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import io.yumen.kube.wire.Listener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A cluster in memory: starts on a free port of 127.0.0.1, with the namespaces of a new cluster, and one administrator. */
public final class KubeServer implements AutoCloseable {
    /** The bearer token of the administrator. */
    public static final String ADMIN_TOKEN = "admin-token";

    private final Store store = new Store();
    private final Pods pods;
    private final Api api;
    private final Controllers controllers;
    private final Faults faults = new Faults();
    private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> shown = new ConcurrentLinkedQueue<>();
    private final Certificates certificates;
    private final Listener listener;

    private KubeServer(Path folder, Certificates certificates) throws Exception {
        this.certificates = certificates;
        pods = new Pods(Files.createTempDirectory(folder, "pods"));
        api = new Api(store, pods);
        controllers = new Controllers(store, pods);
        this.listener = Listener.start(certificates.trustedBy(certificates), this::answer);
    }

    /** Starts one. Its certificate is made in that folder. */
    public static KubeServer start(Path folder) throws Exception {
        KubeServer server = new KubeServer(folder, Certificates.make(folder, "kube-" + UUID.randomUUID()));
        server.user(ADMIN_TOKEN, "admin", "system:masters");
        for (String namespace : List.of("default", "kube-system", "kube-public")) {
            server.namespace(namespace);
        }
        server.node("node-1");
        return server;
    }

    /** Where it is, without a path. */
    public String url() {
        return "https://127.0.0.1:" + listener.port();
    }

    /** The certificate that clients trust, PEM. */
    public String certificate() throws IOException {
        return Files.readString(certificates.certificate());
    }

    /** What a client uses that trusts this server. */
    public SSLContext trust() throws GeneralSecurityException, IOException {
        return certificates.trustedBy(certificates);
    }

    /** A kubeconfig for the administrator. */
    public String kubeconfig() throws IOException {
        return kubeconfig("fake", ADMIN_TOKEN);
    }

    /** A kubeconfig with one context of that name, for the user of that token. */
    public String kubeconfig(String context, String token) throws IOException {
        return """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                    certificate-authority-data: %3$s
                contexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: %1$s-user
                    namespace: default
                users:
                - name: %1$s-user
                  user:
                    token: %4$s
                """.formatted(
                        context,
                        url(),
                        Base64.getEncoder().encodeToString(certificate().getBytes(StandardCharsets.UTF_8)),
                        token);
    }

    /** From now on that bearer token stands for a user in those groups. */
    public void user(String token, String name, String... groups) {
        api.users().add(token, name, List.of(groups));
    }

    /** From now on the tokens of that issuer for that audience stand for those whom they name; nobody looks at their signatures. */
    public void believe(String issuer, String audience) {
        api.users().believe(issuer, audience);
    }

    /** From now on that bearer token stands for nobody. */
    public void expireToken(String token) {
        api.users().expire(token);
    }

    /**
     * Lets a user do something: a role and its binding are seeded.
     *
     * @param namespace empty for all namespaces, and for kinds that are in none
     * @param verbs as in {@code get,list}
     * @param resources as in {@code pods,pods/log,deployments}; of whatever group
     */
    public void allow(String user, String namespace, String verbs, String resources) {
        String name = "test-" + UUID.randomUUID();
        String within = namespace.isEmpty() ? "" : ", namespace: " + namespace;
        String prefix = namespace.isEmpty() ? "Cluster" : "";
        seed("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %1$sRole
                metadata: {name: %2$s%3$s}
                rules:
                - {apiGroups: ["*"], resources: [%4$s], verbs: [%5$s]}
                """.formatted(prefix, name, within, quoted(resources), quoted(verbs)));
        seed("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %1$sRoleBinding
                metadata: {name: %2$s%3$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %1$sRole, name: %2$s}
                subjects:
                - {kind: User, name: %4$s, apiGroup: rbac.authorization.k8s.io}
                """.formatted(prefix, name, within, user));
    }

    /** Puts an object into the cluster as it is, with its status, past all checks; uid and times are added. */
    public ObjectNode seed(String yaml) {
        return seed(Trees.yaml(yaml));
    }

    /** The same, as a tree. */
    public ObjectNode seed(ObjectNode object) {
        Kind kind = api.kinds().of(object);
        ObjectNode metadata = Trees.ensure(object, "metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", UUID.randomUUID().toString());
        }
        if (!metadata.has("creationTimestamp")) {
            metadata.put("creationTimestamp", Instant.now().toString().replaceAll("\\.\\d+", ""));
        }
        if (kind.namespaced() && !metadata.has("namespace")) {
            metadata.put("namespace", "default");
        }
        return store.put(kind, object);
    }

    /** Adds a namespace. */
    public void namespace(String name) {
        seed("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %1$s, labels: {kubernetes.io/metadata.name: %1$s}}
                spec: {finalizers: [kubernetes]}
                status: {phase: Active}
                """.formatted(name));
    }

    /** Adds very many objects of a kind, as in {@code pods}, which are made only when they are looked at. */
    public void crowd(String resource, String namespace, String prefix, int count, IntFunction<ObjectNode> maker) {
        store.add(new Crowd(Kinds.builtIn(resource), namespace, prefix, count, maker));
    }

    /** Lets a container print a line. */
    public void print(String namespace, String pod, String container, String line) {
        pods.journal(namespace, pod, container, false).print(Instant.now(), line);
    }

    /** The same, at another time, or before it was started anew. */
    public void print(String namespace, String pod, String container, boolean previous, Journal.Line line) {
        pods.journal(namespace, pod, container, previous).print(line.time(), line.text());
    }

    /** From now on a port of a pod leads to that port of this machine. */
    public void expose(String namespace, String pod, int port, int real) {
        pods.expose(namespace, pod, port, real);
    }

    /** Adds a node that is ready. */
    public void node(String name) {
        seed("""
                apiVersion: v1
                kind: Node
                metadata: {name: %1$s, labels: {kubernetes.io/hostname: %1$s, kubernetes.io/os: linux}}
                spec: {podCIDR: 10.244.0.0/24}
                status:
                  capacity: {cpu: "4", memory: 8Gi, pods: "110"}
                  allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
                  conditions: [{type: Ready, status: "True", reason: KubeletReady, message: kubelet is posting ready status}]
                  addresses: [{type: InternalIP, address: 192.168.0.1}, {type: Hostname, address: %1$s}]
                  nodeInfo: {kubeletVersion: v1.32.4, osImage: Debian, kernelVersion: 6.1.0, containerRuntimeVersion: fake://1, architecture: amd64, operatingSystem: linux}
                """.formatted(name));
    }

    /** An object as it is now, as in {@code deployments.apps}; nothing when it is not there. Never to be changed. */
    public @Nullable ObjectNode object(String resource, String namespace, String name) {
        return store.get(Kinds.builtIn(resource), namespace, name);
    }

    /** Waits until an object is as it should be; fails after a minute. */
    public void await(String resource, String namespace, String name, Predicate<ObjectNode> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (System.nanoTime() < deadline) {
            long seen = store.version();
            ObjectNode now = object(resource, namespace, name);
            if (now != null && wanted.test(now)) {
                return;
            }
            store.after(seen, Duration.ofSeconds(1));
        }
        throw new AssertionError(resource + " " + name + " is still " + object(resource, namespace, name));
    }

    /** Takes an object out without a question. */
    public void remove(String resource, String namespace, String name) {
        ObjectNode object = object(resource, namespace, name);
        if (object != null) {
            store.remove(Kinds.builtIn(resource), object);
        }
    }

    /** Makes the next calls of that kind go wrong, so many times. Earlier faults come first. */
    public void fault(Predicate<Call> calls, Fault fault, int times) {
        faults.add(calls, fault, times);
    }

    /** Makes every call of that kind go wrong until {@link #heal}. */
    public void fault(Predicate<Call> calls, Fault fault) {
        faults.add(calls, fault, Integer.MAX_VALUE);
    }

    /** Ends all faults. */
    public void heal() {
        faults.clear();
    }

    /** Expires all cursors of lists and versions of watches. */
    public void forget() {
        store.forget();
    }

    /** Cuts all connections. */
    public void cutAll() {
        listener.cutAll();
    }

    /** What was asked until now, oldest first, as in {@code GET /api/v1/pods}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** What was shown with each of them: the header Authorization, and those that name somebody else. */
    public List<String> shown() {
        return List.copyOf(shown);
    }

    /** Forgets what was asked. */
    public void clearCalls() {
        calls.clear();
        shown.clear();
    }

    @Override
    public void close() {
        faults.stop();
        controllers.close();
        pods.close();
        listener.close();
    }

    private void answer(Call call) {
        calls.add(call.method() + " " + call.path() + (call.query().isEmpty() ? "" : "?" + call.query()));
        shown.add(call.header("Authorization").orElse("")
                + call.header("Impersonate-User").map(other -> " as " + other).orElse(""));
        faults.answer(call, api::answer);
    }

    private static String quoted(String list) {
        return List.of(list.split(",", -1)).stream()
                .map(word -> "\"" + word + "\"")
                .collect(Collectors.joining(","));
    }
}
