package io.yumen.session;

import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which changes somebody wants to hear of: the {@code notifications} object of {@code subscriptions/listen} and of its
 * acknowledgement.
 *
 * @param lists the methods of the list changes that are wanted, as in {@link Methods#TOOLS_CHANGED}
 * @param uris resources whose contents are watched
 */
public record ListenFilter(Set<String> lists, List<String> uris) {
    private static final String KEY = "notifications";
    private static final String URIS_KEY = "resourceSubscriptions";
    private static final Map<String, String> METHODS = Map.of(
            "toolsListChanged", Methods.TOOLS_CHANGED,
            "promptsListChanged", Methods.PROMPTS_CHANGED,
            "resourcesListChanged", Methods.RESOURCES_CHANGED);

    public ListenFilter {
        lists = Set.copyOf(lists);
        uris = List.copyOf(uris);
    }

    /**
     * Reads the filter of a listen request or of its acknowledgement.
     *
     * @throws RpcException invalid params, where it is malformed
     */
    public static ListenFilter read(ObjectNode params) {
        if (!(params.get(KEY) instanceof ObjectNode wanted)) {
            throw RpcException.invalidParams("params.notifications must be an object");
        }
        Set<String> lists = new LinkedHashSet<>();
        METHODS.forEach((key, method) -> {
            if (wanted.path(key).asBoolean(false)) {
                lists.add(method);
            }
        });
        List<String> uris = new ArrayList<>();
        for (JsonNode uri : wanted.path(URIS_KEY)) {
            if (!uri.isString()) {
                throw RpcException.invalidParams(URIS_KEY + " must be a list of URIs");
            }
            uris.add(uri.stringValue());
        }
        return new ListenFilter(lists, uris);
    }

    /** The parameters of a listen request with this filter. */
    public ObjectNode toParams() {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ObjectNode wanted = params.putObject(KEY);
        METHODS.forEach((key, method) -> {
            if (lists.contains(method)) {
                wanted.put(key, true);
            }
        });
        if (!uris.isEmpty()) {
            ArrayNode list = wanted.putArray(URIS_KEY);
            uris.forEach(list::add);
        }
        return params;
    }

    /** Whether it wants nothing at all. */
    public boolean isEmpty() {
        return lists.isEmpty() && uris.isEmpty();
    }

    /**
     * Whether it wants that notification. An update may name a part of a watched resource, so any update counts where one
     * is watched; what belongs to one request never counts, and what an extension adds does.
     */
    public boolean wants(String method) {
        return switch (method) {
            case Methods.TOOLS_CHANGED, Methods.PROMPTS_CHANGED, Methods.RESOURCES_CHANGED -> lists.contains(method);
            case Methods.RESOURCE_UPDATED -> !uris.isEmpty();
            case Methods.PROGRESS, Methods.LOG, Methods.CANCELLED -> false;
            default -> true;
        };
    }
}
