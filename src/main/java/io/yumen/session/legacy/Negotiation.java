package io.yumen.session.legacy;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Era;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.tenant.Access;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code initialize}: settles the revision, and says truthfully what the handler offers in its terms. */
final class Negotiation {
    /** The capability of tasks, as 2025-11-25 has it. */
    static final String TASKS = "tasks";

    private Negotiation() {}

    /**
     * Checks that a client does not say more of itself than is worth keeping.
     *
     * @throws RpcException invalid params, where it does
     */
    static void requireBrief(ObjectNode params, int most) {
        int length = Stream.of("clientInfo", "capabilities")
                .map(params::path)
                .filter(said -> !said.isMissingNode())
                .mapToInt(said -> JsonCodec.text(said).length())
                .sum();
        if (length > most) {
            throw RpcException.invalidParams(
                    "clientInfo and capabilities of initialize have more than " + most + " characters together");
        }
    }

    /**
     * Reads what the client offers. A revision that we do not know, or that is not of this era, becomes our newest of it.
     *
     * @throws RpcException invalid params, where it is malformed
     */
    static SessionFacts settle(Endpoint endpoint, Access access, String id, ObjectNode params) {
        JsonNode requested = params.path("protocolVersion");
        if (!requested.isString()) {
            throw RpcException.invalidParams("initialize must have protocolVersion, a string");
        }
        JsonNode capabilities = params.path("capabilities");
        if (!capabilities.isMissingNode() && !capabilities.isObject()) {
            throw RpcException.invalidParams("initialize must have capabilities, an object");
        }
        Revision revision = Revision.of(requested.stringValue())
                .filter(known -> known.era() == Era.LEGACY)
                .orElse(Revision.NEWEST_LEGACY);
        return new SessionFacts(
                new ClientKey.Session(id),
                endpoint,
                access,
                revision,
                capabilities instanceof ObjectNode tree
                        ? new ClientCapabilities(ofRevision(tree, revision))
                        : ClientCapabilities.NONE,
                params.get("clientInfo") instanceof ObjectNode info ? info : JsonNodeFactory.instance.objectNode());
    }

    /** What a client declares that its revision does not have is not asked of it. */
    private static ObjectNode ofRevision(ObjectNode declared, Revision revision) {
        if (revision.isAtLeast(Revision.V2025_11_25)) {
            return declared;
        }
        ObjectNode own = declared.deepCopy();
        own.remove(TASKS);
        if (own.get("sampling") instanceof ObjectNode sampling) {
            sampling.remove("tools");
        }
        if (own.get("elicitation") instanceof ObjectNode elicitation) {
            if (revision.isAtLeast(Revision.V2025_06_18)) {
                elicitation.removeAll();
            } else {
                own.remove("elicitation");
            }
        }
        return own;
    }

    /** What the handler says of itself to such a client. */
    static ObjectNode discover(SessionFacts facts) {
        return facts.endpoint()
                .handler()
                .handle(facts.exchange(
                        Methods.DISCOVER,
                        JsonNodeFactory.instance.objectNode(),
                        null,
                        Client.silent(),
                        new Cancellation()));
    }

    /** The result of {@code initialize}. */
    static ObjectNode result(SessionFacts facts, ObjectNode discovered, Identity identity) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("protocolVersion", facts.revision().wire());
        result.set("capabilities", capabilities(discovered, facts.revision()));
        result.set("serverInfo", identity.toJson());
        if (discovered.path("instructions").isString()) {
            result.set("instructions", discovered.path("instructions"));
        }
        return result;
    }

    private static ObjectNode capabilities(ObjectNode discovered, Revision revision) {
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        if (discovered.get("capabilities") instanceof ObjectNode offered) {
            capabilities.setAll(offered);
        }
        if (!revision.isAtLeast(Revision.V2025_03_26)) {
            capabilities.remove("completions");
        }
        capabilities.remove(TASKS);
        if (capabilities.get("extensions") instanceof ObjectNode extensions
                && extensions.has(Methods.TASKS_EXTENSION)) {
            ObjectNode others = extensions.deepCopy();
            others.remove(Methods.TASKS_EXTENSION);
            capabilities.set("extensions", others);
            if (revision.isAtLeast(Revision.V2025_11_25)) {
                ObjectNode tasks = capabilities.putObject(TASKS);
                tasks.putObject("list");
                tasks.putObject("cancel");
                tasks.putObject("requests").putObject("tools").putObject("call");
            }
        }
        // The level is kept by the session, whatever the handler does with it.
        capabilities.putObject("logging");
        return capabilities;
    }
}
