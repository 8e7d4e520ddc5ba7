package io.yumen.exchange;

import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Revision;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who sent a request.
 *
 * @param access who came in, and how; what it may do hangs on this alone
 * @param client tells this client from others of the same principal
 * @param revision the revision that the client speaks
 * @param capabilities what the client declared that it can do
 * @param clientInfo name and version as the client claims them; never a reason to allow anything
 */
public record Caller(
        Access access, ClientKey client, Revision revision, ClientCapabilities capabilities, ObjectNode clientInfo) {
    /** Somebody of whom nothing is known but how he came in. */
    public static Caller of(Access access) {
        return new Caller(
                access,
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
    }

    /** Who the client acts for. */
    public Principal principal() {
        return access.principal();
    }

    /** The same caller, at the endpoint of that view. */
    public Caller at(String view) {
        return new Caller(access.at(view), client, revision, capabilities, clientInfo);
    }

    /** The same caller, with an extension that is served on its behalf. */
    public Caller withExtension(String name) {
        return capabilities.hasExtension(name)
                ? this
                : new Caller(access, client, revision, capabilities.withExtension(name), clientInfo);
    }
}
