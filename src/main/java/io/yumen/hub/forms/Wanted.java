package io.yumen.hub.forms;

import io.yumen.backend.ListKind;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code subscriptions/listen} is about.
 *
 * @param lists the lists whose changes are wanted
 * @param uris the resources that are watched
 * @param tasks the tasks that are followed
 */
public record Wanted(Set<ListKind> lists, Set<String> uris, Set<String> tasks) {
    private static final String KEY = "notifications";
    private static final String URIS = "resourceSubscriptions";
    private static final String TASKS = "taskIds";
    private static final Map<ListKind, String> FLAGS = Map.of(
            ListKind.TOOLS, "toolsListChanged",
            ListKind.PROMPTS, "promptsListChanged",
            ListKind.RESOURCES, "resourcesListChanged");

    public static Wanted read(ObjectNode params, int most) {
        JsonNode wanted = params.path(KEY);
        Set<ListKind> lists = EnumSet.noneOf(ListKind.class);
        FLAGS.forEach((kind, flag) -> {
            if (wanted.path(flag).asBoolean(false)) {
                lists.add(kind);
            }
        });
        Wanted read = new Wanted(lists, strings(wanted.path(URIS)), strings(wanted.path(TASKS)));
        if (read.uris.size() + read.tasks.size() > most) {
            throw RpcException.invalidParams("One subscription names " + most + " resources and tasks at most");
        }
        return read;
    }

    /** Whether it names nothing: what a server says by itself is heard all the same. */
    public boolean isEmpty() {
        return lists.isEmpty() && uris.isEmpty() && tasks.isEmpty();
    }

    /** The parameters of a request that wants this, and of its acknowledgement. */
    public ObjectNode toParams() {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ObjectNode wanted = params.putObject(KEY);
        for (ListKind kind : ListKind.values()) {
            if (lists.contains(kind)) {
                wanted.put(FLAGS.getOrDefault(kind, ""), true);
            }
        }
        put(wanted, URIS, uris);
        put(wanted, TASKS, tasks);
        return params;
    }

    /** The notification of a change of that list. */
    public static String notification(ListKind kind) {
        return switch (kind) {
            case TOOLS -> Methods.TOOLS_CHANGED;
            case PROMPTS -> Methods.PROMPTS_CHANGED;
            case RESOURCES -> Methods.RESOURCES_CHANGED;
        };
    }

    private static void put(ObjectNode wanted, String key, Set<String> names) {
        if (!names.isEmpty()) {
            ArrayNode array = wanted.putArray(key);
            names.forEach(array::add);
        }
    }

    private static Set<String> strings(JsonNode array) {
        Set<String> strings = new LinkedHashSet<>();
        for (JsonNode entry : array) {
            if (entry.isString()) {
                strings.add(entry.stringValue());
            }
        }
        return strings;
    }
}
