package io.yumen.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where copies of the audit's records go. */
public record SinkSettings(
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

        @Setting(value = "How long a connection, and the sending of some hundred records, may take", fallback = "10s")
        Duration timeout) {
    private static final Set<String> SYSLOG = Set.of("syslog+udp", "syslog+tcp", "syslog+tls");
    private static final Set<String> HTTP = Set.of("http", "https");

    public SinkSettings {
        headers = Map.copyOf(headers);
        BadSetting.requirePositive("queue", queue);
        BadSetting.requirePositive("timeout", timeout);
        URI target = target(url);
        boolean isHttp = HTTP.contains(String.valueOf(target.getScheme()));
        boolean isKnown = isHttp || SYSLOG.contains(String.valueOf(target.getScheme()));
        if (!isKnown || target.getHost() == null) {
            throw new BadSetting(
                    "url",
                    "A sink is reached as in syslog+tls://logs.example.com:6514 (syslog+udp, syslog+tcp, syslog+tls)"
                            + " or https://logs.example.com/audit (http, https)");
        }
        if (target.getRawUserInfo() != null) {
            throw new BadSetting("url", "A URL must not hold a password; put it into \"headers\"");
        }
        if (!isHttp && !headers.isEmpty()) {
            throw new BadSetting("headers", "Syslog has no headers; they are for sinks over HTTP");
        }
        if (ca != null
                && !target.getScheme().endsWith("tls")
                && !target.getScheme().equals("https")) {
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
        return "SinkSettings[" + target().getScheme() + "://" + target().getAuthority() + "]";
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
