package io.yumen.config;

import io.yumen.http.server.HttpServerConfig;
import io.yumen.http.server.ProxyConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the gateway listens. */
public record ListenSettings(
        @Setting(
                value = "The address to bind; one beyond this machine takes an access, and tls or trustedProxies",
                fallback = "127.0.0.1")
        String address,

        @Setting(value = "The port to bind; 0 takes a free one", fallback = "3050")
        int port,

        @Setting("Host names, besides the loopback ones, under which clients may call the gateway")
        List<String> hosts,

        @Setting(
                "Origins whose web pages may call the gateway, as in https://app.example; pages of loopback origins may, too, while it is bound to loopback and has no trustedProxies")
        List<String> origins,

        @Setting("Encrypts connections; left out, they are not") @Nullable
        TlsSettings tls,

        @Setting(
                "Addresses of proxies before the gateway, as in 10.0.0.0/8, that are believed when they say who called them (X-Forwarded-For and -Proto)")
        List<String> trustedProxies) {
    /** Where what listens everywhere is called from this machine. */
    private static final Map<String, String> WILDCARDS = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    public ListenSettings {
        try {
            ProxyConfig.at(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("trustedProxies", String.valueOf(e.getMessage()));
        }
    }

    /** What they, and those limits, say of the listener. */
    public HttpServerConfig server(LimitSettings limits) {
        return new HttpServerConfig(
                address,
                port,
                limits.ofServer(),
                Optional.ofNullable(tls).map(TlsSettings::files),
                ProxyConfig.at(trustedProxies));
    }

    /** How clients of this machine call a listener at that port. */
    public URI origin(int actualPort) {
        String here = WILDCARDS.getOrDefault(address, address);
        String host = here.contains(":") ? "[" + here + "]" : here;
        return URI.create((tls == null ? "http://" : "https://") + host + ":" + actualPort);
    }

    /**
     * Why a gateway must not listen so: beyond this machine it asks who calls, and nobody between can listen in. Empty where it may.
     *
     * @param access who may come in
     */
    public Optional<String> danger(@Nullable AccessSettings access) {
        String reached = "listen.address is " + address + ", which others can reach: ";
        try {
            if (InetAddress.getByName(address).isLoopbackAddress()) {
                return trustedProxies.isEmpty()
                        ? Optional.empty()
                        : strangers("listen.trustedProxies bring requests from elsewhere: ", access);
            }
        } catch (UnknownHostException e) {
            return Optional.of("listen.address is \"" + address + "\", which is no address");
        }
        if (access == null) {
            return Optional.of(reached + "that takes an \"access\", which says who may come in; or use 127.0.0.1");
        }
        return tls == null && trustedProxies.isEmpty()
                ? Optional.of(reached + "that takes listen.tls, which encrypts connections, or listen.trustedProxies,"
                        + " which names the proxy that does; or use 127.0.0.1")
                : strangers(reached, access);
    }

    /** Whoever shows nothing comes in from other machines only where somebody has said so in these words. */
    private static Optional<String> strangers(String reached, @Nullable AccessSettings access) {
        AccessSettings.Anonymous strangers = access == null ? null : access.anonymous();
        return strangers == null || strangers.letInAnybodyFromAnywhere()
                ? Optional.empty()
                : Optional.of(reached
                        + "access.anonymous would let in whoever comes from there without any credential. Take it out, or"
                        + " say \"letInAnybodyFromAnywhere\": true in it where that is meant");
    }

    /** Whether programs of this machine alone reach it, as far as that can be known here. */
    public boolean isForThisMachine() {
        try {
            return trustedProxies.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The same, bound there. */
    public ListenSettings at(String otherAddress, int otherPort) {
        return new ListenSettings(otherAddress, otherPort, hosts, origins, tls, trustedProxies);
    }
}
