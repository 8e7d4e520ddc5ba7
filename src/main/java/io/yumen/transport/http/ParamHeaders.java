package io.yumen.transport.http;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.http.Headers;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Envelope;
import io.yumen.session.Failures;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares the {@code Mcp-Param-*} headers of a call with its arguments (2026-07-28, "Custom headers from tool parameters").
 * Which arguments have a header is in the list of tools, which is read as the caller sees it, kept for a while, and read
 * again beside the calls. Safe for many threads.
 */
final class ParamHeaders {
    private final ParamHeaderLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Annotations> known = new ConcurrentHashMap<>();

    ParamHeaders(ParamHeaderLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks a {@code tools/call}.
     *
     * @throws RpcException {@link ErrorCode#HEADER_MISMATCH}
     */
    void check(Endpoint endpoint, Access access, Envelope call, Headers headers) {
        String tool = call.params().path("name").asString("");
        JsonNode arguments = call.params().path("arguments");
        for (ParamHeader param :
                annotations(endpoint, access, call).await(limits).getOrDefault(tool, List.of())) {
            if (!param.agrees(arguments, headers)) {
                throw new RpcException(new RpcError(
                        ErrorCode.HEADER_MISMATCH,
                        "The header " + param.header() + " does not say what the argument \""
                                + String.join(".", param.path()) + "\" is"));
            }
        }
    }

    private Annotations annotations(Endpoint endpoint, Access access, Envelope call) {
        Key key = new Key(endpoint.name(), access.principal());
        Annotations found = known.get(key);
        if (found != null && !found.isDue(limits)) {
            return found;
        }
        lock.lock();
        try {
            Annotations meanwhile = known.get(key);
            if (meanwhile != null && !meanwhile.isDue(limits)) {
                return meanwhile;
            }
            Annotations loading = new Annotations(new CompletableFuture<>(), System.nanoTime(), meanwhile);
            makeRoom(key);
            known.put(key, loading);
            Thread.ofVirtual().name("http-param-headers").start(() -> load(loading, endpoint, access, call));
            return loading;
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private void makeRoom(Key key) {
        if (known.size() >= limits.maxLists() && !known.containsKey(key)) {
            known.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().sinceNanos()))
                    .ifPresent(eldest -> known.remove(eldest.getKey()));
        }
    }

    private void load(Annotations loading, Endpoint endpoint, Access access, Envelope call) {
        try {
            loading.byTool().complete(list(endpoint, access, call));
        } catch (RpcException e) {
            // Who cannot list its tools cannot annotate them.
            loading.byTool().complete(Map.of());
        } catch (RuntimeException e) {
            Failures.toError(e);
            loading.byTool().complete(Map.of());
        }
    }

    private Map<String, List<ParamHeader>> list(Endpoint endpoint, Access access, Envelope call) {
        Map<String, List<ParamHeader>> byTool = new HashMap<>();
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        for (int page = 0; page < limits.maxPages(); page++) {
            ObjectNode result = endpoint.handler().handle(listing(access, call, params));
            for (JsonNode tool : result.path("tools")) {
                List<ParamHeader> annotated = ParamHeader.of(tool.path("inputSchema"));
                if (!annotated.isEmpty()) {
                    byTool.put(tool.path("name").asString(""), annotated);
                }
            }
            if (!result.path("nextCursor").isString()) {
                break;
            }
            params = JsonNodeFactory.instance.objectNode();
            params.set("cursor", result.path("nextCursor"));
        }
        return Map.copyOf(byTool);
    }

    private static Exchange listing(Access access, Envelope call, ObjectNode params) {
        Caller caller =
                new Caller(access, ClientKey.STATELESS, call.revision(), call.capabilities(), call.clientInfo());
        return Exchange.own(Methods.TOOLS_LIST, params, caller, new Cancellation());
    }

    /** Whose view of which endpoint. */
    private record Key(String endpoint, Principal principal) {}

    /** The annotated arguments by tool, or those of before while they are being read. */
    private record Annotations(
            CompletableFuture<Map<String, List<ParamHeader>>> byTool,
            long sinceNanos,
            @Nullable Annotations before) {
        Annotations {
            // One step back is enough, and a longer chain would never end.
            before = before == null ? null : new Annotations(before.byTool, before.sinceNanos, null);
        }

        boolean isDue(ParamHeaderLimits limits) {
            return byTool.isDone()
                    && System.nanoTime() - sinceNanos > limits.fresh().toNanos();
        }

        Map<String, List<ParamHeader>> await(ParamHeaderLimits limits) {
            if (before != null && !byTool.isDone()) {
                return before.byTool.getNow(Map.of());
            }
            try {
                return byTool.get(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                return Map.of();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Map.of();
            }
        }
    }
}
