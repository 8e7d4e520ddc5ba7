package io.yumen.config;

import io.yumen.http.tls.ClientTlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What only servers have that live in this process: what they serve, and how they ask for it. */
public final class ServiceSettings {
    private ServiceSettings() {}

    /** The clusters of the services {@code kubernetes} and {@code helm}. */
    public record Kubernetes(
            @Setting(
                    "The kubeconfig, or several as in KUBECONFIG; left out, that of KUBECONFIG or ~/.kube/config, or the cluster that the gateway runs in")
            @Nullable
            String kubeconfig,

            @Setting("The context that is asked where a call names none; left out, the current one") @Nullable
            String context,

            @Setting("Contexts that are served, * as wildcard; left out, all")
            List<String> contexts,

            @Setting(
                    value =
                            "As whom clusters are asked: by the kubeconfig's own credentials, or in the name of each caller (impersonate)",
                    fallback = "own")
            ClusterIdentity identity,

            @Setting("Stands before the names of callers that are impersonated") @Nullable
            String userPrefix,

            @Setting("Stands before the names of their roles, which become groups") @Nullable
            String groupPrefix,

            @Setting("Namespaces that are served, * as wildcard, ! excludes; left out, all")
            List<String> namespaces,

            @Setting("Kinds that are served, as in Pod or *.cert-manager.io, * as wildcard, ! excludes; left out, all")
            List<String> kinds,

            @Setting(
                    "What may be done with objects, as Kubernetes calls it (get, list, create, update, patch, delete), ! excludes; left out, all that the mode allows")
            List<String> verbs,

            @Setting(value = "Requests to a cluster a second, in the long run", fallback = "20")
            int qps,

            @Setting(value = "Requests to a cluster at once", fallback = "40")
            int burst,

            @Setting(value = "Seconds until a cluster must have answered", fallback = "30")
            int timeoutSec) {
        public Kubernetes {
            BadSetting.requirePositive("qps", qps);
            BadSetting.requirePositive("burst", burst);
            BadSetting.requirePositive("timeoutSec", timeoutSec);
        }
    }

    /** The charts of the service {@code helm}. */
    public record Helm(
            @Setting("Repositories and registries by the name that callers say; there are no others")
            Map<String, Repository> repositories,

            @Setting(value = "Seconds that a change may take until what it made is ready", fallback = "300")
            int timeoutSec,

            @Setting(value = "How often a repository that cannot be reached is asked again", fallback = "3")
            int maxRetries,

            @Setting("The proxy through which repositories are reached") @Nullable
            String httpProxy,

            @Setting(
                    "Hosts, addresses and networks beside public ones that repositories may lead to, as in charts.corp.example or 10.20.0.0/16")
            List<String> allowedHosts,

            @Setting(value = "Processes of Helm at once, each of some 120 MB", fallback = "4")
            int maxAtOnce) {
        public Helm {
            allowedHosts = List.copyOf(allowedHosts);
            BadSetting.requirePositive("timeoutSec", timeoutSec);
            BadSetting.requirePositive("maxAtOnce", maxAtOnce);
            if (maxRetries < 0) {
                throw new BadSetting("maxRetries", "It is 0 or more");
            }
        }
    }

    /** A repository of charts, or the part of a registry below which they lie. */
    public record Repository(
            @Setting("Its address, as in https://charts.example.com, or oci://registry.example.com/charts")
            String url,

            @Setting("Who asks") @Nullable String username,

            @Setting("The password, or a token, as in ${env:NAME}") @Nullable
            String password,

            @Setting("A file with the certificates that are believed, instead of the system's") @Nullable
            String caFile,

            @Setting(value = "Whether a registry is spoken to without TLS", fallback = "false")
            boolean plainHttp) {
        /** Says no secret. */
        @Override
        public String toString() {
            return "Repository[" + url + "]";
        }
    }

    /** The documentation of the service {@code aws-docs}. */
    public record AwsDocs(
            @Setting("Whose pages are served; left out, all")
            List<Partition> partitions,

            @Setting(
                    "Where requests to a site of AWS go instead, by its host, as in \"docs.aws.amazon.com\": \"https://mirror.example.com/aws\"")
            Map<String, String> sites,

            @Setting(value = "Whether those addresses may be of this machine, also without TLS", fallback = "false")
            boolean loopback,

            @Setting(value = "Whether those addresses may be of a private network, always with TLS", fallback = "false")
            boolean privateAddresses,

            @Setting(
                    "A file with certificates (PEM) that are believed instead of those that Java trusts, by all sites: of a private authority")
            @Nullable
            String caFile,

            @Setting(value = "Whether a search tells AWS what its caller says he wants it for", fallback = "false")
            boolean sendIntent,

            @Setting(
                    "The folder in which pages are kept; left out, yumen/aws-docs/NAME of the server in $XDG_CACHE_HOME, which is ~/.cache")
            @Nullable
            String folder,

            @Setting(value = "How much of the disk they take", fallback = "2GiB")
            ByteSize size,

            @Setting(value = "How much of the memory they take", fallback = "64MiB")
            ByteSize memory,

            @Setting("How long some of them are good; the first that fits counts")
            List<DocsRule> rules,

            @Setting("Pages of guides that are read whole in the background when the gateway starts")
            List<String> preload,

            @Setting("Single pages that are read after them")
            List<String> preloadPages) {
        private static final int MOST_GUIDES = 100;
        private static final int MOST_PAGES = 1_000;

        public AwsDocs {
            if (preloadPages.size() > MOST_PAGES) {
                throw new BadSetting("preloadPages", "These are at most " + MOST_PAGES);
            }
            if (loopback && privateAddresses) {
                throw new BadSetting(
                        "privateAddresses",
                        "Mirrors are on this machine (\"loopback\") or in a private network; say one of both");
            }
            if (preload.size() > MOST_GUIDES) {
                throw new BadSetting("preload", "These are at most " + MOST_GUIDES);
            }
            if (rules.size() > DocsRule.MOST) {
                throw new BadSetting("rules", "These are at most " + DocsRule.MOST);
            }
        }
    }

    /** How long pages of the AWS documentation are good. */
    public record DocsRule(
            @Setting(
                    "Of which pages: their path, as in /AmazonS3/latest/*, or their whole address, * and ? as wildcards")
            @Nullable
            String path,

            @Setting("How long a copy is told without asking AWS; left out, as without the rule") @Nullable
            Duration ttl,

            @Setting(
                    "How long after that it is told where AWS cannot be reached, and at most so long while AWS is asked for a new one; left out, as without the rule")
            @Nullable
            Duration grace,

            @Setting(value = "Whether nothing of them is kept", fallback = "false")
            boolean bypass) {
        /** Each is looked at for each page that is read. */
        static final int MOST = 100;

        public DocsRule {
            if (path == null || path.isBlank()) {
                throw new BadSetting("path", "A rule needs a \"path\", as in \"/AmazonS3/latest/*\"");
            }
            boolean isTimed = ttl != null || grace != null;
            if (bypass && isTimed) {
                throw new BadSetting("bypass", "What is not kept has no \"ttl\" and no \"grace\"");
            }
            if (!bypass && !isTimed) {
                throw new BadSetting("path", "A rule says \"ttl\", \"grace\" or \"bypass\": true");
            }
        }
    }

    /** A part of AWS with a documentation of its own. */
    public enum Partition {
        AWS,
        AWS_CN
    }

    /** How the system behind a service that speaks HTTP is asked. */
    public record Asking(
            @Setting(
                    "The certificates by which the system is known, and what is shown to it; left out, those that Java trusts, and nothing")
            @Nullable
            Tls tls,

            @Setting("Seconds until the system must have answered; left out, 30, or as a catalogue says") @Nullable
            Integer timeoutSec,

            @Setting("Parameters in the query of every request, for a system that wants its key there")
            Map<String, String> query,

            @Setting("Names of those parameters whose values are no secrets, so that answers may have them")
            List<String> shownQuery) {
        public Asking {
            for (String name : shownQuery) {
                if (!query.containsKey(name)) {
                    throw new BadSetting("shownQuery", "\"query\" has no \"" + name + "\"");
                }
            }
            if (timeoutSec != null) {
                BadSetting.requirePositive("timeoutSec", timeoutSec);
            }
        }

        /** The first of it that is said, as it is called. */
        String first() {
            return tls != null ? "tls" : timeoutSec != null ? "timeoutSec" : "query";
        }

        /** Says no value of what may hold a secret. */
        @Override
        public String toString() {
            return "Asking[tls " + tls + ", timeoutSec " + timeoutSec + ", query " + query.keySet() + "]";
        }

        /** Whether anything is. */
        public boolean isSaid() {
            return tls != null || timeoutSec != null || !query.isEmpty();
        }
    }

    /** The files of connections to a system, all of them PEM and beside the configuration. They are read again when they change. */
    public record Tls(
            @Setting("The certificates that are believed, instead of those that Java trusts") @Nullable
            String caFile,

            @Setting(
                    "What is shown to a system that asks for a certificate, and those that lead from it to one that the system knows")
            @Nullable
            String certFile,

            @Setting("Its private key: PKCS#8, not encrypted, and for the gateway's user alone") @Nullable
            String keyFile) {
        public Tls {
            if ((certFile == null) != (keyFile == null)) {
                throw new BadSetting(
                        certFile == null ? "certFile" : "keyFile",
                        "A certificate is shown by its key: say \"certFile\" and \"keyFile\"");
            }
            if (caFile == null && certFile == null) {
                throw new BadSetting("caFile", "Name a \"caFile\", or a \"certFile\" and its \"keyFile\"");
            }
        }

        /** Where the files lie. */
        public ClientTlsConfig files() {
            return new ClientTlsConfig(path(caFile), path(certFile), path(keyFile));
        }

        private static Optional<Path> path(@Nullable String name) {
            return Optional.ofNullable(name).map(Path::of);
        }
    }

    /** How answers of one kind are kept. */
    public record Cached(
            @Setting("How long they are told again; 0 turns that off; left out, as the service does by itself")
            @Nullable
            Duration ttl,

            @Setting("How much of them is kept; left out, as the service does by itself") @Nullable
            ByteSize size) {
        public Cached {
            if (ttl != null && ttl.isNegative()) {
                throw new BadSetting("ttl", "It is 0 or more");
            }
        }
    }

    /** As whom a cluster is asked. */
    public enum ClusterIdentity {
        OWN,
        IMPERSONATE
    }

    /** What the tools of a built-in service may do. */
    public enum Mode {
        READ_ONLY,
        NO_DESTROY,
        FULL
    }
}
