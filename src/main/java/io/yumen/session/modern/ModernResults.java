package io.yumen.session.modern;

import io.yumen.exchange.Results;
import io.yumen.protocol.Era;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.session.Identity;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds to the results of handlers what every result of the modern era has. */
final class ModernResults {
    private static final Set<String> CACHEABLE = Set.of(
            Methods.DISCOVER,
            Methods.TOOLS_LIST,
            Methods.PROMPTS_LIST,
            Methods.RESOURCES_LIST,
            Methods.TEMPLATES_LIST,
            Methods.RESOURCES_READ);

    private static final String TTL = "ttlMs";
    private static final String SCOPE = "cacheScope";

    private final Identity identity;

    ModernResults(Identity identity) {
        this.identity = identity;
    }

    /** Finishes a result for the wire; changes it. */
    ObjectNode finish(String method, ObjectNode result) {
        if (!result.path(Results.TYPE).isString()) {
            result.put(Results.TYPE, Results.COMPLETE);
        }
        if (Results.isInputRequired(result)) {
            result.remove(TTL);
            result.remove(SCOPE);
        } else if (CACHEABLE.contains(method)) {
            addCacheHints(result);
        }
        if (method.equals(Methods.DISCOVER)) {
            ArrayNode revisions = result.putArray("supportedVersions");
            Revision.of(Era.MODERN).forEach(revision -> revisions.add(revision.wire()));
        }
        Meta.of(result).set(Meta.SERVER_INFO, identity.toJson());
        return result;
    }

    private static void addCacheHints(ObjectNode result) {
        if (!result.path(TTL).isNumber() || result.path(TTL).doubleValue() < 0) {
            result.put(TTL, 0);
        }
        if (!result.path(SCOPE).isString()) {
            result.put(SCOPE, "private");
        }
    }
}
