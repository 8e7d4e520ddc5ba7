package io.yumen.hub;

import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Exchange;
import io.yumen.hub.members.Departed;
import io.yumen.protocol.RpcException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** The open subscriptions, and who hears what. Telling never waits. */
final class Subscriptions {
    private final Roster roster;
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
    private final Set<DirectListen> direct = ConcurrentHashMap.newKeySet();
    private volatile boolean isEnded;

    Subscriptions(Roster roster) {
        this.roster = roster;
    }

    /**
     * Answers {@code subscriptions/listen}.
     *
     * @param parts of what the client sees
     */
    ObjectNode listen(Exchange exchange, Subscription.Parts parts) {
        Subscription subscription = new Subscription(roster, exchange, parts);
        open.add(subscription);
        try {
            requireOpen();
            return subscription.run();
        } finally {
            open.remove(subscription);
        }
    }

    /** Answers one to a single server. */
    ObjectNode listen(DirectListen listen) {
        direct.add(listen);
        try {
            requireOpen();
            return listen.run();
        } catch (Departed gone) {
            throw RpcException.unavailable(String.valueOf(gone.getMessage()));
        } finally {
            direct.remove(listen);
        }
    }

    /** A server says that its list is different now. */
    void announced(String server, ListKind kind, ScopeKey scope) {
        open.stream()
                .filter(subscription -> subscription.concerns(server, scope))
                .forEach(subscription -> subscription.watch().announce(kind, server));
    }

    /** The merged list may look different now. */
    void suspected(String server, ListKind kind, ScopeKey scope) {
        open.stream()
                .filter(subscription -> subscription.concerns(server, scope))
                .forEach(subscription -> subscription.watch().suspect(kind));
    }

    /** Those who share that scope have a connection, over which the server may say something by itself. */
    void connected(String server, ScopeKey scope) {
        open.stream()
                .filter(subscription -> subscription.concerns(server, scope))
                .forEach(subscription -> subscription.wake(server));
        direct.stream().filter(listen -> listen.concerns(server, scope)).forEach(DirectListen::wake);
    }

    /** A server is up again: its lists may be different, and subscriptions to it can be opened again. */
    void started(String server) {
        direct.stream().filter(listen -> listen.isOf(server)).forEach(DirectListen::wake);
        open.forEach(subscription -> subscription.wake(server));
        suspectAll(server);
    }

    /** Other definitions of that server may be used now. */
    void reinspected(String server) {
        direct.stream().filter(listen -> listen.isOf(server)).forEach(DirectListen::reinspected);
        suspectAll(server);
    }

    void fleetChanged() {
        open.forEach(subscription -> subscription.watch().fleetChanged());
    }

    /** What callers may see and do is different now. */
    void policyChanged() {
        fleetChanged();
        // To see what is other may take a list that a server has yet to send.
        direct.forEach(listen -> Thread.ofVirtual().name("policy-changed").start(listen::policyChanged));
    }

    int count() {
        return open.size();
    }

    /** Ends every subscription gracefully, and lets no more in. */
    void end() {
        isEnded = true;
        open.forEach(subscription -> subscription.watch().end());
    }

    private void suspectAll(String server) {
        for (Subscription subscription : open) {
            if (subscription.sees(server)) {
                for (ListKind kind : ListKind.values()) {
                    subscription.watch().suspect(kind);
                }
            }
        }
    }

    private void requireOpen() {
        if (isEnded) {
            throw RpcException.unavailable("Yumen is shutting down");
        }
    }
}
