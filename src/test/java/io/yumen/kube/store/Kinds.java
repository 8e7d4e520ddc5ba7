package io.yumen.kube.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds that the server serves: those of every cluster, and those that definitions in the store add. */
public final class Kinds {
    /** Group, version, kind, plural, short names, N for namespaced, subresources, categories; - stands for none. */
    private static final String BUILT_IN = """
            - v1 ConfigMap configmaps cm N - -
            - v1 Endpoints endpoints ep N - -
            - v1 Event events ev N - -
            - v1 LimitRange limitranges limits N - -
            - v1 Namespace namespaces ns - status,finalize -
            - v1 Node nodes no - status,proxy -
            - v1 PersistentVolumeClaim persistentvolumeclaims pvc N status -
            - v1 PersistentVolume persistentvolumes pv - status -
            - v1 Pod pods po N status,log,exec,attach,portforward,eviction,ephemeralcontainers,proxy,binding all
            - v1 PodTemplate podtemplates - N - -
            - v1 ReplicationController replicationcontrollers rc N status,scale all
            - v1 ResourceQuota resourcequotas quota N status -
            - v1 Secret secrets - N - -
            - v1 ServiceAccount serviceaccounts sa N token -
            - v1 Service services svc N status,proxy all
            apps v1 ControllerRevision controllerrevisions - N - -
            apps v1 DaemonSet daemonsets ds N status all
            apps v1 Deployment deployments deploy N status,scale all
            apps v1 ReplicaSet replicasets rs N status,scale all
            apps v1 StatefulSet statefulsets sts N status,scale all
            authentication.k8s.io v1 SelfSubjectReview selfsubjectreviews - - - -
            authentication.k8s.io v1 TokenReview tokenreviews - - - -
            authorization.k8s.io v1 LocalSubjectAccessReview localsubjectaccessreviews - N - -
            authorization.k8s.io v1 SelfSubjectAccessReview selfsubjectaccessreviews - - - -
            authorization.k8s.io v1 SelfSubjectRulesReview selfsubjectrulesreviews - - - -
            authorization.k8s.io v1 SubjectAccessReview subjectaccessreviews - - - -
            autoscaling v2 HorizontalPodAutoscaler horizontalpodautoscalers hpa N status all
            batch v1 CronJob cronjobs cj N status all
            batch v1 Job jobs - N status all
            coordination.k8s.io v1 Lease leases - N - -
            discovery.k8s.io v1 EndpointSlice endpointslices - N - -
            networking.k8s.io v1 IngressClass ingressclasses - - - -
            networking.k8s.io v1 Ingress ingresses ing N status -
            networking.k8s.io v1 NetworkPolicy networkpolicies netpol N - -
            policy v1 PodDisruptionBudget poddisruptionbudgets pdb N status -
            rbac.authorization.k8s.io v1 ClusterRoleBinding clusterrolebindings - - - -
            rbac.authorization.k8s.io v1 ClusterRole clusterroles - - - -
            rbac.authorization.k8s.io v1 RoleBinding rolebindings - N - -
            rbac.authorization.k8s.io v1 Role roles - N - -
            scheduling.k8s.io v1 PriorityClass priorityclasses pc - - -
            storage.k8s.io v1 StorageClass storageclasses sc - - -
            apiextensions.k8s.io v1 CustomResourceDefinition customresourcedefinitions crd,crds - status api-extensions
            metrics.k8s.io v1beta1 NodeMetrics nodes - - - -
            metrics.k8s.io v1beta1 PodMetrics pods - N - -
            """;

    private static final List<Kind> FIXED = BUILT_IN.lines().map(Kinds::parse).toList();
    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final Store store;

    /** Those of that store. */
    public Kinds(Store store) {
        this.store = store;
    }

    /** All kinds; of one group and version they stand together. */
    public List<Kind> all() {
        List<Kind> all = new ArrayList<>(FIXED);
        store.objects(DEFINITIONS)
                .forEachRemaining(definition -> defined(definition).forEach(all::add));
        return all;
    }

    /** The kind of that plural. */
    public Optional<Kind> find(String group, String version, String plural) {
        return all().stream()
                .filter(kind -> kind.group().equals(group)
                        && kind.version().equals(version)
                        && kind.plural().equals(plural))
                .findFirst();
    }

    /** The kind that an object says it is of. */
    public Kind of(ObjectNode object) {
        String apiVersion = Trees.text(object, "apiVersion");
        String name = Trees.text(object, "kind");
        return all().stream()
                .filter(kind ->
                        kind.apiVersion().equals(apiVersion) && kind.kind().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.badRequest("no kind \"" + name + "\" in " + apiVersion));
    }

    /** A kind that every cluster has, as in {@code deployments.apps}. */
    public static Kind builtIn(String resource) {
        return FIXED.stream()
                .filter(kind -> kind.resource().equals(resource))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind " + resource));
    }

    /** What a definition has of the schema of that kind. */
    public JsonNode schema(Kind kind) {
        ObjectNode definition = store.get(builtIn(DEFINITIONS), "", kind.resource());
        if (definition == null) {
            return Trees.object().path("none");
        }
        return Trees.at(definition, "spec", "versions")
                .valueStream()
                .filter(version -> Trees.text(version, "name").equals(kind.version()))
                .map(version -> Trees.at(version, "schema", "openAPIV3Schema"))
                .findFirst()
                .orElseGet(() -> Trees.object().path("none"));
    }

    /** The columns that a definition adds to tables. */
    public List<JsonNode> columns(Kind kind) {
        ObjectNode definition = store.get(builtIn(DEFINITIONS), "", kind.resource());
        if (definition == null) {
            return List.of();
        }
        return Trees.at(definition, "spec", "versions")
                .valueStream()
                .filter(version -> Trees.text(version, "name").equals(kind.version()))
                .flatMap(version -> version.path("additionalPrinterColumns").valueStream())
                .toList();
    }

    private static Stream<Kind> defined(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        return spec.path("versions")
                .valueStream()
                .filter(version -> version.path("served").asBoolean(true))
                .map(version -> new Kind(
                        Trees.text(spec, "group"),
                        Trees.text(version, "name"),
                        Trees.text(names, "kind"),
                        Trees.text(names, "plural"),
                        texts(names.path("shortNames")),
                        Trees.text(spec, "scope").equals("Namespaced"),
                        version.path("subresources").propertyNames().stream().toList(),
                        texts(names.path("categories"))));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(node -> node.asString("")).toList();
    }

    private static Kind parse(String line) {
        String[] part = line.strip().split(" ", -1);
        return new Kind(
                part[0].equals("-") ? "" : part[0],
                part[1],
                part[2],
                part[3],
                split(part[4]),
                part[5].equals("N"),
                split(part[6]),
                split(part[7]));
    }

    private static List<String> split(String text) {
        return text.equals("-") ? List.of() : Arrays.asList(text.split(",", -1));
    }
}
