package io.yumen.session;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Witness;
import io.yumen.tenant.Principal;

/** One request of the modern era with everything that it came with. */
public record Call(Endpoint endpoint, Peer peer, Envelope envelope, Outlet outlet, Cancellation cancellation) {
    public Exchange exchange(Client client) {
        Caller caller = new Caller(
                peer.access(), peer.client(), envelope.revision(), envelope.capabilities(), envelope.clientInfo());
        return new Exchange(
                envelope.method(), envelope.params(), caller, envelope.logLevel(), client, cancellation, Witness.NONE);
    }

    public Call with(Envelope other) {
        return new Call(endpoint, peer, other, outlet, cancellation);
    }

    public Call with(Cancellation other) {
        return new Call(endpoint, peer, envelope, outlet, other);
    }

    public Principal principal() {
        return peer.access().principal();
    }
}
