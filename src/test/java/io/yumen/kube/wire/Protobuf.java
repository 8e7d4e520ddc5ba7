package io.yumen.kube.wire;

import io.yumen.kube.store.Trees;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects in Kubernetes' own binary form, in which kubectl and others send some of the built-in kinds. */
public final class Protobuf {
    /** Messages and their fields: number, name, type; {@code *} after a type is a list of it, {@code m} a map. */
    private static final String MESSAGES = """
            ObjectMeta: 1 name string, 2 generateName string, 3 namespace string, 5 uid string, 6 resourceVersion string, 11 labels mstring, 12 annotations mstring, 14 finalizers string*
            ConfigMap: 1 metadata ObjectMeta, 2 data mstring, 3 binaryData mbytes, 4 immutable bool
            Secret: 1 metadata ObjectMeta, 2 data mbytes, 3 type string, 4 stringData mstring, 5 immutable bool
            Namespace: 1 metadata ObjectMeta, 2 spec NamespaceSpec
            NamespaceSpec: 1 finalizers string*
            ServiceAccount: 1 metadata ObjectMeta, 4 automountServiceAccountToken bool
            Deployment: 1 metadata ObjectMeta, 2 spec DeploymentSpec
            DeploymentSpec: 1 replicas int, 2 selector LabelSelector, 3 template PodTemplateSpec, 4 strategy DeploymentStrategy, 7 paused bool, 9 progressDeadlineSeconds int
            DeploymentStrategy: 1 type string
            LabelSelector: 1 matchLabels mstring, 2 matchExpressions LabelSelectorRequirement*
            LabelSelectorRequirement: 1 key string, 2 operator string, 3 values string*
            PodTemplateSpec: 1 metadata ObjectMeta, 2 spec PodSpec
            Pod: 1 metadata ObjectMeta, 2 spec PodSpec
            PodSpec: 2 containers Container*, 3 restartPolicy string, 4 terminationGracePeriodSeconds int, 6 dnsPolicy string, 7 nodeSelector mstring, 8 serviceAccountName string, 10 nodeName string, 20 initContainers Container*
            Container: 1 name string, 2 image string, 3 command string*, 4 args string*, 5 workingDir string, 6 ports ContainerPort*, 7 env EnvVar*, 14 imagePullPolicy string, 16 stdin bool, 17 stdinOnce bool, 18 tty bool
            ContainerPort: 1 name string, 2 hostPort int, 3 containerPort int, 4 protocol string, 5 hostIP string
            EnvVar: 1 name string, 2 value string
            Service: 1 metadata ObjectMeta, 2 spec ServiceSpec
            ServiceSpec: 1 ports ServicePort*, 2 selector mstring, 3 clusterIP string, 4 type string, 10 externalName string
            ServicePort: 1 name string, 2 protocol string, 3 port int, 4 targetPort IntOrString, 5 nodePort int
            Job: 1 metadata ObjectMeta, 2 spec JobSpec
            JobSpec: 1 parallelism int, 2 completions int, 6 template PodTemplateSpec, 7 backoffLimit int
            Role: 1 metadata ObjectMeta, 2 rules PolicyRule*
            ClusterRole: 1 metadata ObjectMeta, 2 rules PolicyRule*
            PolicyRule: 1 verbs string*, 2 apiGroups string*, 3 resources string*, 4 resourceNames string*, 5 nonResourceURLs string*
            RoleBinding: 1 metadata ObjectMeta, 2 subjects Subject*, 3 roleRef RoleRef
            ClusterRoleBinding: 1 metadata ObjectMeta, 2 subjects Subject*, 3 roleRef RoleRef
            Subject: 1 kind string, 2 apiGroup string, 3 name string, 4 namespace string
            RoleRef: 1 apiGroup string, 2 kind string, 3 name string
            TokenRequest: 1 metadata ObjectMeta, 2 spec TokenRequestSpec
            TokenRequestSpec: 1 audiences string*, 4 expirationSeconds int
            SelfSubjectAccessReview: 1 metadata ObjectMeta, 2 spec SelfSubjectAccessReviewSpec
            SelfSubjectAccessReviewSpec: 1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes
            ResourceAttributes: 1 namespace string, 2 verb string, 3 group string, 4 version string, 5 resource string, 6 subresource string, 7 name string
            NonResourceAttributes: 1 path string, 2 verb string
            SelfSubjectRulesReview: 1 metadata ObjectMeta, 2 spec SelfSubjectRulesReviewSpec
            SelfSubjectRulesReviewSpec: 1 namespace string
            SelfSubjectReview: 1 metadata ObjectMeta
            Eviction: 1 metadata ObjectMeta
            DeleteOptions: 1 gracePeriodSeconds int, 4 propagationPolicy string, 5 dryRun string*
            """;

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final Map<String, Map<Integer, Field>> TYPES = parse();

    private record Field(String name, String type, boolean list, boolean map) {}

    private Protobuf() {}

    /** Reads one. */
    public static ObjectNode read(byte[] body) {
        try {
            if (body.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(body, MAGIC.length))) {
                throw new IOException("it does not begin as it must");
            }
            ObjectNode object = Trees.object();
            byte[] raw = {};
            DataInputStream in =
                    new DataInputStream(new ByteArrayInputStream(body, MAGIC.length, body.length - MAGIC.length));
            while (in.available() > 0) {
                long tag = varint(in);
                byte[] part = in.readNBytes((int) varint(in));
                if (tag >>> 3 == 1) {
                    typeMeta(part, object);
                } else if (tag >>> 3 == 2) {
                    raw = part;
                }
            }
            Map<Integer, Field> fields = TYPES.get(Trees.text(object, "kind"));
            if (fields == null) {
                throw new IOException("no kind " + Trees.text(object, "kind") + " in the table of messages");
            }
            message(raw, fields, object);
            return object;
        } catch (IOException e) {
            throw new Broken("A body in protobuf that cannot be read: " + e.getMessage());
        }
    }

    private static void typeMeta(byte[] bytes, ObjectNode into) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() > 0) {
            long tag = varint(in);
            into.put(tag >>> 3 == 1 ? "apiVersion" : "kind", text(in.readNBytes((int) varint(in))));
        }
    }

    private static void message(byte[] bytes, Map<Integer, Field> fields, ObjectNode into) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() > 0) {
            long tag = varint(in);
            Field field = fields.get((int) (tag >>> 3));
            if ((tag & 7) == 0) {
                number(into, field, varint(in));
            } else if ((tag & 7) == 2) {
                value(into, field, in.readNBytes((int) varint(in)));
            } else {
                throw new IOException("a field of the wire type " + (tag & 7));
            }
        }
    }

    private static void number(ObjectNode into, @Nullable Field field, long value) {
        if (field != null && field.type().equals("bool")) {
            if (value != 0) {
                into.put(field.name(), true);
            }
        } else if (field != null && (value != 0 || field.name().equals("replicas"))) {
            into.put(field.name(), value);
        }
    }

    /** What is empty is not set: the encoder writes it where the program has no pointer. */
    private static void value(ObjectNode into, @Nullable Field field, byte[] bytes) throws IOException {
        if (field == null) {
            return;
        }
        if (field.map()) {
            entry(Trees.ensure(into, field.name()), field.type(), bytes);
        } else if (field.type().equals("string")) {
            String text = text(bytes);
            if (field.list()) {
                list(into, field).add(text);
            } else if (!text.isEmpty()) {
                into.put(field.name(), text);
            }
        } else if (field.type().equals("IntOrString")) {
            intOrString(into, field, bytes);
        } else {
            ObjectNode inner = Trees.object();
            message(bytes, TYPES.getOrDefault(field.type(), Map.of()), inner);
            if (field.list()) {
                list(into, field).add(inner);
            } else if (!inner.isEmpty()) {
                into.set(field.name(), inner);
            }
        }
    }

    private static void entry(ObjectNode map, String type, byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String key = "";
        byte[] value = {};
        while (in.available() > 0) {
            long tag = varint(in);
            byte[] part = in.readNBytes((int) varint(in));
            if (tag >>> 3 == 1) {
                key = text(part);
            } else {
                value = part;
            }
        }
        map.put(key, type.equals("bytes") ? Base64.getEncoder().encodeToString(value) : text(value));
    }

    private static void intOrString(ObjectNode into, Field field, byte[] bytes) throws IOException {
        ObjectNode parts = Trees.object();
        Map<Integer, Field> fields =
                Map.of(2, new Field("number", "int", false, false), 3, new Field("text", "string", false, false));
        message(bytes, fields, parts);
        parts.optional("number").or(() -> parts.optional("text")).ifPresent(value -> into.set(field.name(), value));
    }

    private static ArrayNode list(ObjectNode into, Field field) {
        return into.get(field.name()) instanceof ArrayNode there ? there : into.putArray(field.name());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long varint(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = in.readUnsignedByte();
            value |= (part & 127L) << shift;
            if (part < 128) {
                return value;
            }
        }
        throw new IOException("a number that is too long");
    }

    private static Map<String, Map<Integer, Field>> parse() {
        Map<String, Map<Integer, Field>> types = new HashMap<>();
        MESSAGES.lines().forEach(line -> {
            Map<Integer, Field> fields = new HashMap<>();
            for (String field : line.substring(line.indexOf(':') + 2).split(", ", -1)) {
                String[] part = field.split(" ", -1);
                boolean list = part[2].endsWith("*");
                boolean map = part[2].startsWith("m");
                fields.put(
                        Integer.valueOf(part[0]),
                        new Field(
                                part[1], part[2].substring(map ? 1 : 0, part[2].length() - (list ? 1 : 0)), list, map));
            }
            types.put(line.substring(0, line.indexOf(':')), fields);
        });
        return types;
    }
}
