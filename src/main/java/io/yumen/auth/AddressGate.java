package io.yumen.auth;

import io.yumen.http.Network;
import io.yumen.http.server.HttpRequest;
import java.net.InetAddress;
import java.util.List;

/**
 * Asks where a request comes from before it is asked who sent it. This machine itself is always among those allowed, so that its
 * operator cannot shut himself out; what is denied, is. Safe for many threads.
 */
public final class AddressGate implements Entrance {
    private final Entrance next;
    private final List<Network> allowed;
    private final List<Network> denied;

    /**
     * A gate before that entrance.
     *
     * @param allowed who may come in; empty for everybody
     * @param denied who may not, though he be allowed
     * @throws IllegalArgumentException where one is no block of addresses; the message can be shown
     */
    public AddressGate(Entrance next, List<String> allowed, List<String> denied) {
        this.next = next;
        this.allowed = allowed.stream().map(Network::of).toList();
        this.denied = denied.stream().map(Network::of).toList();
    }

    @Override
    public Admission admit(HttpRequest request) {
        return lets(request.remoteAddress().getAddress())
                ? next.admit(request)
                : Admission.refused(Denial.Reason.ADDRESS, "Nobody comes in from this address");
    }

    /** Whether somebody there may come in. */
    boolean lets(InetAddress address) {
        return !Network.holds(denied, address)
                && (allowed.isEmpty() || address.isLoopbackAddress() || Network.holds(allowed, address));
    }
}
