package io.yumen.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who did what: what is recorded of it, where, and what may be done that cannot be recorded. */
public record AuditSettings(
        @Setting(
                value =
                        "auto: a trail is kept where serve and stdio can write one; on: the gateway starts only with one; off: there is none",
                fallback = "auto")
        Trail trail,

        @Setting(
                value =
                        "best-effort: a call that cannot be recorded is made, and counted; strict: it is refused, and each call waits for the disk",
                fallback = "best-effort")
        Strictness calls,

        @Setting(value = "The same for what operators order of the gateway", fallback = "strict")
        Strictness orders,

        @Setting(
                value =
                        "calls: what uses tools, prompts, resources, skills and tasks, and all that is refused; all: lists, too",
                fallback = "calls")
        Scope record,

        @Setting(
                value =
                        "Arguments whose values are recorded, each as \"server/tool/argument\"; * stands for any name. Of others only names and a digest are")
        List<String> arguments,

        @Setting("The folder of the trail. Left out: audit in the folder of the gateway's state") @Nullable
        String directory,

        @Setting(
                "The file of the trail's key, made where there is none; not in the folder of the trail. Left out: keys/audit.key in the folder of the gateway's state")
        @Nullable
        String key,

        @Setting(value = "The size at which a file is followed by the next", fallback = "64MiB")
        ByteSize fileSize,

        @Setting(value = "The age at which it is", fallback = "1d")
        Duration fileAge,

        @Setting(value = "The size of all files together; the oldest are removed", fallback = "2GiB")
        ByteSize keepSize,

        @Setting(value = "How long a file is kept after its last record", fallback = "90d")
        Duration keepFor,

        @Setting(value = "Records that wait to be written; more are lost, and counted", fallback = "10000")
        int queue,

        @Setting("Where copies of all records go, by a name for each")
        Map<String, Sink> sinks) {
    public AuditSettings {
        arguments = List.copyOf(arguments);
        sinks = Collections.unmodifiableMap(new LinkedHashMap<>(sinks));
        if (trail == Trail.OFF && !sinks.isEmpty()) {
            throw new BadSetting("sinks", "Sinks get copies of the trail, and \"trail\" is \"off\"");
        }
        BadSetting.requirePositive("fileAge", fileAge);
        BadSetting.requirePositive("keepFor", keepFor);
        BadSetting.requirePositive("queue", queue);
        if (keepSize.bytes() < fileSize.bytes()) {
            throw new BadSetting("keepSize", "All files together are at least as large as one (fileSize)");
        }
    }

    /** The same with a trail in that folder, and its key apart from it, where the settings do not say where. */
    public AuditSettings in(String state) {
        return new AuditSettings(
                trail,
                calls,
                orders,
                record,
                arguments,
                directory == null ? state + "/audit" : directory,
                key == null ? state + "/keys/audit.key" : key,
                fileSize,
                fileAge,
                keepSize,
                keepFor,
                queue,
                sinks);
    }

    /** Whether there is a trail. */
    public enum Trail {
        AUTO,
        ON,
        OFF
    }

    /** What becomes of that which cannot be recorded. */
    public enum Strictness {
        BEST_EFFORT,
        STRICT
    }

    /** Which requests are recorded. */
    public enum Scope {
        CALLS,
        ALL
    }

    /** Where copies of the audit's records go. */
    public record Sink(
            @Setting(
                    "The receiver: of syslog, as in syslog+tls://logs.example.com:6514 (or syslog+tcp, syslog+udp), or of JSON lines that are posted to it, as in https://logs.example.com/audit")
            @Nullable
            String url,

            @Setting("Headers of each request over HTTP, as in {\"Authorization\": \"Bearer ${env:TOKEN}\"}")
            Map<String, String> headers,

            @Setting(
                    "A file with the certificates (PEM) of those who vouch for the receiver; left out, those whom Java trusts")
            @Nullable
            String ca,

            @Setting(value = "Records that wait to be sent; more are dropped here, and counted", fallback = "10000")
            int queue,

            @Setting(
                    value = "How long a connection, and the sending of some hundred records, may take",
                    fallback = "10s")
            Duration timeout) {
        private static final Set<String> SCHEMES = Set.of("syslog+udp", "syslog+tcp", "syslog+tls", "http", "https");
        private static final Set<String> ENCRYPTED = Set.of("syslog+tls", "https");

        public Sink {
            headers = Map.copyOf(headers);
            BadSetting.requirePositive("queue", queue);
            BadSetting.requirePositive("timeout", timeout);
            URI target = target(url);
            requireReceiver(target);
            requireFitting(target.getScheme(), headers, ca);
        }

        private static void requireReceiver(URI target) {
            if (!SCHEMES.contains(String.valueOf(target.getScheme())) || target.getHost() == null) {
                throw new BadSetting(
                        "url",
                        "A sink is reached as in syslog+tls://logs.example.com:6514 (syslog+udp, syslog+tcp, syslog+tls)"
                                + " or https://logs.example.com/audit (http, https)");
            }
            if (target.getRawUserInfo() != null) {
                throw new BadSetting("url", "A URL must not hold a password; put it into \"headers\"");
            }
        }

        private static void requireFitting(String scheme, Map<String, String> headers, @Nullable String ca) {
            if (scheme.startsWith("syslog") && !headers.isEmpty()) {
                throw new BadSetting("headers", "Syslog has no headers; they are for sinks over HTTP");
            }
            if (ca != null && !ENCRYPTED.contains(scheme)) {
                throw new BadSetting("ca", "There is no TLS to that sink: syslog+tls and https have it");
            }
        }

        /** The receiver. */
        public URI target() {
            return target(url);
        }

        /** Says no secret. */
        @Override
        public String toString() {
            return "Sink[" + target().getScheme() + "://" + target().getAuthority() + "]";
        }

        /** What stands there is not repeated: a variable with a secret may have been filled in. */
        private static URI target(@Nullable String url) {
            try {
                return new URI(url == null ? "" : url);
            } catch (URISyntaxException e) {
                throw new BadSetting("url", "This is no URL");
            }
        }
    }
}
