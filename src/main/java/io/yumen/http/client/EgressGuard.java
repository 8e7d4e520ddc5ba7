package io.yumen.http.client;

import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where URLs may lead that somebody else chose: a server's metadata, a token endpoint, a client's document. Only https, and
 * only public addresses, unless more is allowed. It is asked about the address that a name resolved to and that is then
 * connected to, so that no spelling of an address and no second answer of the name service gets past it.
 */
public final class EgressGuard implements AddressPolicy {
    private final Set<Allowance> allowed;

    /** What may be reached beyond the Internet. */
    public enum Allowance {
        /** Addresses of this machine, also without TLS. */
        LOOPBACK,
        /** Addresses of private networks. */
        PRIVATE
    }

    public EgressGuard(Set<Allowance> allowed) {
        this.allowed = allowed.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(allowed));
    }

    @Override
    public void check(Origin origin, InetAddress address) {
        AddressBlocks.Kind kind = AddressBlocks.kindOf(address);
        boolean reachable = switch (kind) {
            case PUBLIC -> true;
            case PRIVATE -> allowed.contains(Allowance.PRIVATE);
            case LOOPBACK -> allowed.contains(Allowance.LOOPBACK);
            case FORBIDDEN -> false;
        };
        if (!reachable) {
            throw refused(origin, "its address is not one that other parties may lead us to");
        }
        if (!origin.secure() && kind != AddressBlocks.Kind.LOOPBACK) {
            throw refused(origin, "it is not encrypted; only https is used");
        }
    }

    private static HttpException refused(Origin origin, String why) {
        return new HttpException(
                Code.ADDRESS_REFUSED, Progress.NEVER_SENT, "No connection to " + origin + ": " + why, null);
    }

    @Override
    public String toString() {
        return "egress " + allowed;
    }
}
