package io.yumen.session.legacy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Witness;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Revision;
import io.yumen.session.Endpoint;
import io.yumen.tenant.Access;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What is settled when a session begins, and never changes. */
record SessionFacts(
        ClientKey.Session key,
        Endpoint endpoint,
        Access access,
        Revision revision,
        ClientCapabilities capabilities,
        ObjectNode clientInfo) {
    /** Who asks, by the credential of this one request. */
    Caller caller(Access current) {
        return new Caller(current, key, revision, capabilities, clientInfo);
    }

    /** What the session asks by itself, as whoever opened it. */
    Exchange exchange(
            String method, ObjectNode params, @Nullable LogLevel level, Client client, Cancellation cancellation) {
        return new Exchange(method, params, caller(access), level, client, cancellation, Witness.NONE);
    }
}
