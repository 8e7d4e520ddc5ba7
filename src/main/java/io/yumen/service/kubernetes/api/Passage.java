package io.yumen.service.kubernetes.api;

import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.List;

/**
 * What a program asks of a cluster's API by itself, as the rules call it.
 *
 * @param verb get, list, create, update, patch, delete; empty where it is about no object: versions, kinds, schemas
 * @param group of the objects; empty for the core
 * @param plural what they are called
 * @param namespace where they are; empty for all, or where they are in none
 * @param name of the object; empty for many
 */
public record Passage(String verb, String group, String plural, String namespace, String name) {
    private static final List<String> OBJECTS = List.of("api", "apis");
    private static final List<String> OTHERS = List.of("version", "openapi");

    /**
     * Of a request.
     *
     * @param path without a query
     * @throws ToolFailure where it leads to nothing that a program needs
     */
    public static Passage of(String method, String path) {
        List<String> parts = parts(path);
        String root = parts.getFirst();
        int head = root.equals("api") ? 2 : 3;
        if (OBJECTS.contains(root) && parts.size() > head) {
            return object(method, head == 2 ? "" : parts.get(1), parts.subList(head, parts.size()));
        }
        if (method.equals("GET") && (OBJECTS.contains(root) || OTHERS.contains(root))) {
            return new Passage("", "", "", "", "");
        }
        throw refused(path);
    }

    /** Whether it may change something. */
    public boolean changes() {
        return !verb.isEmpty() && !verb.equals("get") && !verb.equals("list");
    }

    private static List<String> parts(String path) {
        if (!path.startsWith("/") || path.contains("%")) {
            throw refused(path);
        }
        List<String> parts = List.of(path.substring(1).split("/", -1));
        if (parts.stream().anyMatch(Passage::isStrange)) {
            throw refused(path);
        }
        return parts;
    }

    private static Passage object(String method, String group, List<String> parts) {
        boolean isInNamespace =
                parts.getFirst().equals("namespaces") && parts.size() > 2 && !isOfNamespace(parts.get(2));
        String namespace = isInNamespace ? parts.get(1) : "";
        List<String> rest = isInNamespace ? parts.subList(2, parts.size()) : parts;
        String name = rest.size() > 1 ? rest.get(1) : "";
        return new Passage(verb(method, name), group, rest.getFirst(), namespace, name);
    }

    private static boolean isOfNamespace(String part) {
        return part.equals("status") || part.equals("finalize");
    }

    private static String verb(String method, String name) {
        return switch (method) {
            case "GET" -> name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> throw refused(method);
        };
    }

    private static boolean isStrange(String part) {
        return part.isEmpty() || part.equals(".") || part.equals("..");
    }

    private static ToolFailure refused(String what) {
        return new ToolFailure("forbidden", what + " is not passed on to a cluster", Duration.ZERO);
    }
}
