package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.wire.Call;
import java.util.List;

/**
 * What a request is about.
 *
 * @param namespace empty for all namespaces and for kinds without
 * @param name empty for all objects
 * @param subresource empty for the object itself
 */
record Target(Kind kind, String namespace, String name, String subresource) {
    static Target of(Kinds kinds, List<String> path) {
        boolean core = path.getFirst().equals("api");
        int start = core ? 2 : 3;
        if (path.size() <= start) {
            throw Refusal.noSuchPath();
        }
        String group = core ? "" : path.get(1);
        String version = path.get(start - 1);
        List<String> rest = path.subList(start, path.size());
        boolean inside = rest.getFirst().equals("namespaces")
                && rest.size() > 2
                && !(rest.size() == 3 && List.of("status", "finalize").contains(rest.get(2)));
        String namespace = inside ? rest.get(1) : "";
        List<String> last = inside ? rest.subList(2, rest.size()) : rest;
        Kind kind = kinds.find(group, version, last.getFirst()).orElseThrow(Refusal::noSuchPath);
        String subresource = last.size() > 2 ? last.get(2) : "";
        if (inside && !kind.namespaced()
                || !subresource.isEmpty() && !kind.subresources().contains(subresource)) {
            throw Refusal.noSuchPath();
        }
        return new Target(kind, namespace, last.size() > 1 ? last.get(1) : "", subresource);
    }

    /** What the caller wants to do, in the words of access rules. */
    String verb(Call call) {
        return switch (call.method()) {
            case "GET", "HEAD" -> name.isEmpty() ? call.flag("watch") ? "watch" : "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            default -> name.isEmpty() ? "deletecollection" : "delete";
        };
    }
}
