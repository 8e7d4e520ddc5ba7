package io.yumen.http.server;

import io.yumen.http.Headers;
import io.yumen.http.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The proxies before a server that are believed when they say who called them. Of everybody else these headers are ignored.
 *
 * @param networks where they are; none by default
 */
public record ProxyConfig(List<Network> networks) {
    /** Nobody is believed. */
    public static final ProxyConfig NONE = new ProxyConfig(List.of());

    /** Who called a proxy that does not say it: no program of any machine has this address. */
    static final InetAddress UNKNOWN = Network.address("0.0.0.0");

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final int MAX_HOPS = 32;

    public ProxyConfig {
        networks = List.copyOf(networks);
    }

    /**
     * The proxies at those blocks of addresses.
     *
     * @throws IllegalArgumentException where one is none; the message can be shown
     */
    public static ProxyConfig at(List<String> blocks) {
        return new ProxyConfig(blocks.stream().map(Network::of).toList());
    }

    /**
     * Who called the outermost proxy that is believed: the list of addresses is read from its end, where the proxies write, to the
     * first that is no such proxy. Where a proxy says nothing, or nothing that can be read, its caller is {@link #UNKNOWN}: were
     * he taken for the proxy, a stranger would have the rights of the machine that the proxy runs on.
     */
    InetSocketAddress client(InetSocketAddress peer, Headers headers) {
        if (networks.isEmpty() || !isTrusted(peer.getAddress())) {
            return peer;
        }
        InetAddress client = headers.has(FOR) ? peer.getAddress() : UNKNOWN;
        List<String> hops = new ArrayList<>();
        headers.all(FOR).forEach(line -> hops.addAll(List.of(line.split(",", -1))));
        for (String hop : hops.reversed().subList(0, Math.min(hops.size(), MAX_HOPS))) {
            if (!isTrusted(client)) {
                break;
            }
            try {
                client = Network.address(hop.strip());
            } catch (IllegalArgumentException e) {
                client = UNKNOWN;
            }
        }
        return new InetSocketAddress(client, peer.getPort());
    }

    /** Whether a proxy that is believed says that its client's connection is encrypted. */
    boolean saysSecure(InetSocketAddress peer, Headers headers) {
        return isTrusted(peer.getAddress()) && saysSecure(headers.all(PROTO));
    }

    /** Whether a proxy that is believed says that its client's connection is not encrypted. */
    boolean saysExposed(InetSocketAddress peer, Headers headers) {
        return headers.has(PROTO) && isTrusted(peer.getAddress()) && !saysSecure(headers.all(PROTO));
    }

    private static boolean saysSecure(List<String> protocols) {
        return !protocols.isEmpty() && protocols.stream().allMatch("https"::equalsIgnoreCase);
    }

    /** Whether a proxy is there that is believed. */
    public boolean isTrusted(InetAddress address) {
        return Network.holds(networks, address);
    }
}
