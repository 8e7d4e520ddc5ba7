package io.yumen.config;

import io.yumen.config.ServiceSettings.Asking;
import io.yumen.config.ServiceSettings.AwsDocs;
import io.yumen.config.ServiceSettings.Cached;
import io.yumen.config.ServiceSettings.ClusterIdentity;
import io.yumen.config.ServiceSettings.Helm;
import io.yumen.config.ServiceSettings.Kubernetes;
import io.yumen.config.ServiceSettings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        Auth auth,

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
                    asking.first(),
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

    /** How the gateway proves to a server for whom it calls. */
    public record Auth(
            @Setting(
                    "OAuth: users log in with their browsers, or the gateway has a right of its own. {} is enough for most servers")
            @Nullable
            OAuthSettings oauth) {}

    /** How a server is reached. */
    public enum Type {
        STDIO,
        HTTP,
        WEBSOCKET,
        SERVICE
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
