package io.yumen.hub;

import io.yumen.backend.Backend;
import io.yumen.backend.BackendEvents;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.hub.lists.ListEvents;
import io.yumen.hub.lists.ListLimits;
import io.yumen.hub.lists.ListMeter;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerLists;
import io.yumen.hub.members.GivenTasks;
import io.yumen.hub.members.Member;
import io.yumen.hub.members.Traffic;
import io.yumen.pin.Inspector;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes backends into the hub: keeps their lists, and listens to what they tell by themselves. */
final class MemberFactory {
    private static final Logger log = LoggerFactory.getLogger(MemberFactory.class);

    private final ListLimits limits;
    private final Subscriptions subscriptions;
    private final ListMeter meter;
    private final Inspector inspector;

    MemberFactory(ListLimits limits, Subscriptions subscriptions, ListMeter meter, Inspector inspector) {
        this.inspector = inspector;
        this.limits = limits;
        this.subscriptions = subscriptions;
        this.meter = meter;
    }

    Member create(HubServer server) {
        Backend backend = server.backend();
        ServerLists lists = new ServerLists(backend, limits, InstantSource.system(), new OnLists(), inspector);
        backend.listen(new OnBackend(lists));
        return new Member(backend, server.options(), lists, new Traffic(backend.name()), new GivenTasks());
    }

    /** What a backend tells by itself. */
    private final class OnBackend implements BackendEvents {
        private final ServerLists lists;

        OnBackend(ServerLists lists) {
            this.lists = lists;
        }

        @Override
        public void listChanged(String server, ListKind list, ScopeKey scope) {
            lists.listChanged(list, scope);
            subscriptions.announced(server, list, scope);
        }

        @Override
        public void connected(String server, ScopeKey scope) {
            subscriptions.connected(server, scope);
        }

        @Override
        public void stateChanged(String server, ServerState state) {
            log.atDebug()
                    .addKeyValue("server", server)
                    .addKeyValue("state", state.word())
                    .log("A server changed its state");
            if (state instanceof ServerState.Ready && lists.restarted()) {
                subscriptions.started(server);
            }
        }
    }

    /** What becomes of the lists of one server. */
    private final class OnLists implements ListEvents {
        private volatile String lastFailure = "";

        @Override
        public void arrived(String server, Listing listing, ScopeKey scope) {
            subscriptions.suspected(server, listing.kind(), scope);
        }

        @Override
        public void read(String server, String method, String failure) {
            meter.read(server, method, failure);
            if (!failure.isEmpty() && !failure.equals(lastFailure)) {
                log.atWarn()
                        .addKeyValue("server", server)
                        .addKeyValue("method", method)
                        .addKeyValue("reason", failure)
                        .log("A server is left out of lists");
            }
            lastFailure = failure;
        }

        @Override
        public void served(String server, Listing listing) {
            meter.served(server, listing.method());
        }

        @Override
        public void missed(String server, Listing listing) {
            meter.missed(server, listing.method());
        }
    }
}
