package io.yumen.service.kubernetes.api;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters a service serves, and how.
 *
 * @param source where clusters come from
 * @param identity as whom they are asked
 * @param rules what may be asked of them
 * @param pace how often, and for how long
 */
public record KubernetesConfig(Source source, Identity identity, Rules rules, Pace pace) {
    /** What kubectl would take, asked as itself, without rules. */
    public static final KubernetesConfig DEFAULT =
            new KubernetesConfig(Source.USUAL, Identity.OWN, Rules.NONE, Pace.DEFAULT);

    /**
     * Where clusters come from: an address, or a kubeconfig, or, where there is neither, the cluster that this process runs in.
     *
     * @param kubeconfigs the files, of which the first one that says a thing is right; none for those of {@code KUBECONFIG}, or
     *     {@code ~/.kube/config}
     * @param context the cluster that is asked where none is named; null for the one that the file says
     * @param contexts which contexts of the file are served; {@code *} stands for any characters
     * @param url the address of a single cluster, in place of a file; null where there is none
     * @param headers of every request to that address
     */
    public record Source(
            List<Path> kubeconfigs,
            @Nullable String context,
            List<String> contexts,
            @Nullable URI url,
            Map<String, String> headers) {
        /** What kubectl would take. */
        public static final Source USUAL = new Source(List.of(), null, List.of(), null, Map.of());

        public Source {
            kubeconfigs = List.copyOf(kubeconfigs);
            contexts = List.copyOf(contexts);
            headers = Map.copyOf(headers);
            if (url != null && (!kubeconfigs.isEmpty() || context != null || !contexts.isEmpty())) {
                throw new IllegalArgumentException("A cluster has either a \"url\", or stands in a kubeconfig");
            }
        }

        /** The files of a list as in {@code KUBECONFIG}, in which kubectl passes over what is empty. */
        public static List<Path> files(Collection<String> said) {
            return said.stream().filter(file -> !file.isBlank()).map(Path::of).toList();
        }

        /** Says no header, which may hold a secret. */
        @Override
        public String toString() {
            return "Source[" + (url == null ? "kubeconfig " + kubeconfigs : url) + "]";
        }
    }

    /**
     * As whom clusters are asked.
     *
     * @param impersonates whether each caller is named to the cluster (Impersonate-User), which decides by what they may do there
     * @param userPrefix stands before their names
     * @param groupPrefix stands before the names of their roles, which become groups
     */
    public record Identity(boolean impersonates, String userPrefix, String groupPrefix) {
        /** As the credentials of the kubeconfig say. */
        public static final Identity OWN = new Identity(false, "", "");
    }

    /**
     * What may be asked: names with {@code *} as wildcard, {@code !} before those that are not; empty for all.
     *
     * @param namespaces objects of these namespaces
     * @param kinds objects of these kinds, as in {@code Pod} or {@code *.cert-manager.io}
     * @param verbs as Kubernetes calls them: get, list, watch, create, update, patch, delete
     */
    public record Rules(List<String> namespaces, List<String> kinds, List<String> verbs) {
        public static final Rules NONE = new Rules(List.of(), List.of(), List.of());

        public Rules {
            namespaces = List.copyOf(namespaces);
            kinds = List.copyOf(kinds);
            verbs = List.copyOf(verbs);
        }
    }

    /**
     * How often a cluster is asked, and for how long.
     *
     * @param qps requests a second, in the long run
     * @param burst requests at once
     * @param timeout of one request
     * @param maxBytes of one answer
     */
    public record Pace(int qps, int burst, Duration timeout, int maxBytes) {
        /** 20 a second, 40 at once, 30 seconds, 32 MiB. */
        public static final Pace DEFAULT = new Pace(20, 40, Duration.ofSeconds(30), 32 << 20);

        public Pace {
            if (qps < 1 || burst < 1 || !timeout.isPositive() || maxBytes < 1) {
                throw new IllegalArgumentException("\"qps\", \"burst\" and \"timeoutSec\" are positive");
            }
        }
    }
}
