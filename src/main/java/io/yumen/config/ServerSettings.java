package io.yumen.config;

import io.yumen.http.tls.ClientTlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One server. Either {@code command}, {@code url} or {@code urls}, or {@code service}, {@code catalogue} or {@code openapi} says how
 * it is reached; those may want a {@code url} of what they serve. */
@Setting.Lenient
public record ServerSettings(
        @Setting("How the server is reached; found out by itself where it is left out") @Nullable
        Type type,

        @Setting("The program of a server that is a child process") @Nullable
        String command,

        @Setting("The program's arguments") List<String> args,

        @Setting("The program's working directory") @Nullable
        String cwd,

        @Setting("Variables of the program's environment") Map<String, String> env,

        @Setting(
                "Which variables of the gateway's own environment the program inherits: names, * as wildcard, ! excludes")
        List<String> envFilter,

        @Setting(
                value = "Whether the program inherits the gateway's whole environment (narrowed by envFilter)",
                fallback = "false")
        boolean inheritParentEnv,

        @Setting("The endpoint of a server that speaks HTTP, or WebSocket where it begins with ws:// or wss://")
        @Nullable
        String url,

        @Setting("The endpoints of a server's replicas") List<String> urls,

        @Setting(value = "How many processes of the program share the work", fallback = "1")
        int replicas,

        @Setting("Headers of every request to the server") Map<String, String> headers,

        @Setting("How the gateway proves to the server for whom it calls, where headers are not enough")
        AuthSettings auth,

        @Setting("The name of a built-in service, as in everything; many want the \"url\" of what they serve") @Nullable
        String service,

        @Setting("A file that describes a REST service as tools, beside this one") @Nullable
        String catalogue,

        @Setting(
                "A file with the OpenAPI document of a REST service, JSON or YAML, beside this one; its operations become tools")
        @Nullable
        String openapi,

        @Setting(
                "Which operations of \"openapi\": operationIds, tags or \"GET /path\", * as wildcard, ! excludes; left out, all")
        List<String> operations,

        @Setting(
                "What the tools of a built-in service may do: read-only, no-destroy or full; left out, those of services that reach other systems only read")
        @Nullable
        Mode mode,

        @Setting(
                "Which clusters the services kubernetes and helm serve, and how; left out, those that kubectl would take")
        @Nullable
        Kubernetes kubernetes,

        @Setting("Where the charts of the service helm come from; left out, from nowhere") @Nullable
        Helm helm,

        @Setting("What of the AWS documentation the service aws-docs serves; left out, all of it from AWS's own sites")
        @Nullable
        AwsDocs awsDocs,

        @Setting("How the system behind a built-in service is asked") @Setting.Inline
        Asking asking,

        @Setting("What a built-in service tells again for a while, by kind; left out, as each service does by itself")
        Map<String, Cached> cache,

        @Setting(
                value =
                        "Who shares a connection or process: decided by what the server and its clients need, everybody, one for each session, or one for each user",
                fallback = "auto")
        Scope scope,

        @Setting(value = "When the server is started: on first use, or at once", fallback = "lazy")
        Start start,

        @Setting("The protocol revision to speak, where it must not be found out") @Nullable
        String revision,

        @Setting(value = "Whether the server is left out", fallback = "false")
        boolean disabled,

        @Setting("Words by which views select servers") List<String> tags,

        @Setting("Tools that are hidden") List<String> disabledTools,

        @Setting("Descriptions that replace those of tools, by tool name")
        Map<String, String> toolDescriptionOverrides,

        @Setting("Instructions that replace the server's own; empty suppresses them") @Nullable
        String instructionOverride,

        @Setting(
                "What becomes of what it says of itself that nobody has approved; left out, as for the gateway, but nothing of built-in services")
        PinSettings pins,

        @Setting("When it is given up, started again, and stopped") @Setting.Inline
        LifeSettings life,

        @Setting("How it is protected from too much, and others from it") @Setting.Inline
        GuardSettings guard) {
    public ServerSettings {
        BadSetting.requirePositive("replicas", replicas);
        if (replicas > guard.maxConnections()) {
            throw new BadSetting("replicas", "There can be at most as many replicas as maxConnections");
        }
        if (replicas > 1 && command == null) {
            throw new BadSetting(
                    "replicas",
                    "Only a server with a \"command\" is started several times; list endpoints in \"urls\"");
        }
        requireAsked(asking, life, isAnySaid(service, catalogue, openapi));
        OAuthSettings oauth = auth.oauth();
        if (oauth != null) {
            if (isAnySaid(service, catalogue, openapi)) {
                requireOnBehalf(oauth, url, kubernetes);
            } else {
                requireOAuth(url);
            }
            if (headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase)) {
                throw new BadSetting("auth", "A server has either OAuth or an Authorization header");
            }
            if (oauth.isPersonal() && scope == Scope.SHARED) {
                throw new BadSetting(
                        "scope",
                        "Where each user has a right of their own, nobody shares a connection: \"user\", \"session\" or nothing");
            }
        }
    }

    private static void requireAsked(Asking asking, LifeSettings life, boolean isBuiltIn) {
        if (!isBuiltIn && asking.isSaid()) {
            throw new BadSetting(
                    asking.tls() == null ? "timeoutSec" : "tls",
                    "Only what asks a system as a built-in service does (\"service\", \"catalogue\", \"openapi\") has this");
        }
        Integer seconds = asking.timeoutSec();
        if (seconds != null && life.requestTimeout().compareTo(Duration.ofSeconds(seconds)) < 0) {
            throw new BadSetting(
                    "timeoutSec", "The call ends before that, by \"requestTimeout\"; let that be as long at least");
        }
    }

    private static void requireOAuth(@Nullable String url) {
        if (url == null || url.contains("${") || url.startsWith("ws")) {
            throw new BadSetting(
                    "auth", "OAuth is for a server with one \"url\" that begins with http, the same for everybody");
        }
    }

    /** A built-in service is no server that could lead anybody to where he logs in. */
    private static void requireOnBehalf(OAuthSettings oauth, @Nullable String url, @Nullable Kubernetes clusters) {
        if (!oauth.isOnBehalf()) {
            throw new BadSetting(
                    "auth",
                    "A built-in service asks by its own \"headers\" or kubeconfig, or by what its callers' tokens are exchanged for:"
                            + " \"grant\": \"token_exchange\", without a token");
        }
        if (url == null && oauth.audience() == null) {
            throw new BadSetting(
                    "auth", "Say in \"audience\" what the issuer calls the system, where the service has no \"url\"");
        }
        if (clusters != null && clusters.identity() == ClusterIdentity.IMPERSONATE) {
            throw new BadSetting(
                    "auth",
                    "A cluster is asked either in the name of each caller (\"impersonate\"), or by what the callers' tokens are"
                            + " exchanged for");
        }
    }

    /** Whether it lives in this process: a built-in service, or one that a file describes. */
    public boolean isBuiltIn() {
        return isAnySaid(service, catalogue, openapi);
    }

    private static boolean isAnySaid(@Nullable String... ways) {
        return Stream.of(ways).anyMatch(Objects::nonNull);
    }

    /** The same server with nothing said of how it appears: what remains decides how it is reached and treated. */
    public ServerSettings unadorned() {
        return new ServerSettings(
                type,
                command,
                args,
                cwd,
                env,
                envFilter,
                inheritParentEnv,
                url,
                urls,
                replicas,
                headers,
                auth,
                service,
                catalogue,
                openapi,
                operations,
                mode,
                kubernetes,
                helm,
                awsDocs,
                asking,
                cache,
                scope,
                start,
                revision,
                disabled,
                List.of(),
                List.of(),
                Map.of(),
                null,
                PinSettings.UNSAID,
                life,
                guard);
    }

    /** Says no value of what may hold a secret. */
    @Override
    public String toString() {
        return "ServerSettings[type " + type + ", command " + command + ", env " + env.keySet() + ", headers "
                + headers.keySet() + ", service " + service + "]";
    }

    /** The clusters of the services {@code kubernetes} and {@code helm}. */
    public record Kubernetes(
            @Setting(
                    "The kubeconfig; left out, that of KUBECONFIG or ~/.kube/config, or the cluster that the gateway runs in")
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

            @Setting(value = "Whether a search tells AWS what its caller says he wants it for", fallback = "false")
            boolean sendIntent,

            @Setting(
                    "The folder in which pages are kept; left out, yumen/aws-docs/NAME of the server in $XDG_CACHE_HOME, which is ~/.cache")
            @Nullable
            String folder,

            @Setting(value = "How much of the disk they take", fallback = "2GiB")
            ByteSize size,

            @Setting(value = "How much of the memory they take", fallback = "64MiB")
            ByteSize memory) {}

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
            Integer timeoutSec) {
        public Asking {
            if (timeoutSec != null) {
                BadSetting.requirePositive("timeoutSec", timeoutSec);
            }
        }

        /** Whether anything is. */
        public boolean isSaid() {
            return tls != null || timeoutSec != null;
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

    /** How a server is reached. */
    public enum Type {
        STDIO,
        HTTP,
        WEBSOCKET,
        SERVICE
    }

    /** What the tools of a built-in service may do. */
    public enum Mode {
        READ_ONLY,
        NO_DESTROY,
        FULL
    }

    /** Who shares a connection. */
    public enum Scope {
        AUTO,
        SHARED,
        SESSION,
        USER
    }

    /** When a server is started. */
    public enum Start {
        LAZY,
        EAGER
    }
}
