package io.yumen.service.helm.chart;

import io.yumen.http.Network;
import io.yumen.http.client.AddressPolicy;
import io.yumen.http.client.EgressGuard;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.Origin;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where repositories and registries may lead, who name addresses that no operator has written: to public addresses by https, and to the
 * hosts and networks that the operator allows. Nothing is at the addresses where clouds hand out credentials, whoever allows it.
 *
 * @param hosts by their names, in small letters
 */
public record Bounds(Set<String> hosts, List<Network> networks) implements AddressPolicy {
    /** Nothing but public addresses. */
    public static final Bounds PUBLIC = new Bounds(Set.of(), List.of());

    private static final EgressGuard OUTWARD = new EgressGuard(Set.of());
    private static final EgressGuard INWARD = new EgressGuard(Set.of(Allowance.LOOPBACK, Allowance.PRIVATE));
    private static final Pattern HOST = Pattern.compile("[a-z0-9_][-.a-z0-9_]*");

    public Bounds {
        hosts = Set.copyOf(hosts);
        networks = List.copyOf(networks);
    }

    /**
     * What an operator allows.
     *
     * @param allowed names of hosts, addresses, and networks as in {@code 10.20.0.0/16}
     * @throws IllegalArgumentException where something else is among them
     */
    public static Bounds of(List<String> allowed) {
        Set<String> hosts = new HashSet<>();
        List<Network> networks = new ArrayList<>();
        for (String one : allowed) {
            String host = one.toLowerCase(Locale.ROOT);
            if (isName(host)) {
                hosts.add(host);
            } else {
                networks.add(network(one));
            }
        }
        return new Bounds(hosts, networks);
    }

    @Override
    public void check(Origin origin, InetAddress address) {
        if (hosts.contains(origin.host()) || Network.holds(networks, address)) {
            // Whether it may be without TLS is said by what led there.
            INWARD.check(new Origin("https", origin.host(), origin.port()), address);
        } else {
            OUTWARD.check(origin, address);
        }
    }

    /** Whether the name of a host is allowed, whatever its addresses. */
    boolean names(String host) {
        return hosts.contains(host);
    }

    /** An address looks like a name of numbers; no such name ends in one. */
    static boolean isName(String host) {
        return HOST.matcher(host).matches()
                && !host.contains("..")
                && !host.endsWith(".")
                && !Character.isDigit(host.charAt(host.lastIndexOf('.') + 1));
    }

    private static Network network(String text) {
        try {
            return Network.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"allowedHosts\" has \"" + text
                            + "\": write a host, an address, or a network as in 10.20.0.0/16, without scheme and port",
                    e);
        }
    }
}
