package io.yumen.kube.api;

import io.yumen.kube.life.Pods;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Selectors;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What objects have below them. The status is part of its object, and not in here. */
final class Subresources {
    private final Store store;
    private final Writes writes;
    private final Deletes deletes;
    private final Users users;
    private final Logs logs;
    private final Commands commands;
    private final PortForward portForward;

    Subresources(Store store, Writes writes, Deletes deletes, Users users, Pods pods) {
        this.store = store;
        this.writes = writes;
        this.deletes = deletes;
        this.users = users;
        logs = new Logs(pods);
        commands = new Commands(pods);
        portForward = new PortForward(pods);
    }

    /** Whether the call was about one, and is answered. */
    boolean answer(Call call, Target target) {
        switch (target.subresource()) {
            case "scale" -> scale(call, target);
            case "eviction" -> evict(call, target);
            case "log" -> logs.answer(call, writes.existing(target));
            case "exec" -> commands.run(call, writes.existing(target));
            case "attach" -> commands.attach(call, writes.existing(target));
            case "portforward" -> portForward.answer(call, writes.existing(target));
            case "token" -> token(call, target);
            case "proxy", "binding" ->
                throw new Refusal(501, "NotImplemented", "this server has no " + target.subresource());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void scale(Call call, Target target) {
        ObjectNode answer = store.alone(() -> {
            ObjectNode object = writes.existing(target);
            ObjectNode scale = scaleOf(object);
            if (call.method().equals("GET")) {
                return scale;
            }
            ObjectNode wish = call.method().equals("PUT")
                    ? Api.body(call)
                    : Patches.apply(
                            call.header("Content-Type").orElse("").split(";", -1)[0], scale, Trees.value(call.body()));
            String version = Trees.text(wish, "metadata", "resourceVersion");
            ObjectNode changed = object.deepCopy();
            Trees.ensure(changed, "spec")
                    .put("replicas", Trees.at(wish, "spec", "replicas").asInt(0));
            if (!version.isEmpty()) {
                Trees.ensure(changed, "metadata").put("resourceVersion", version);
            }
            Target whole = new Target(target.kind(), target.namespace(), target.name(), "");
            return scaleOf(writes.update(whole, changed, Api.how(call)));
        });
        Answer.json(call, 200, answer);
    }

    private static ObjectNode scaleOf(ObjectNode object) {
        ObjectNode scale = Trees.object();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.put(field, Trees.text(object, "metadata", field));
        }
        scale.putObject("spec")
                .put("replicas", Trees.at(object, "spec", "replicas").asInt(1));
        scale.putObject("status")
                .put("replicas", Trees.at(object, "status", "replicas").asInt(0))
                .put(
                        "selector",
                        Trees.at(object, "spec", "selector", "matchLabels").properties().stream()
                                .map(entry ->
                                        entry.getKey() + "=" + entry.getValue().asString(""))
                                .collect(Collectors.joining(",")));
        return scale;
    }

    private void evict(Call call, Target target) {
        ObjectNode pod = writes.existing(target);
        Iterator<ObjectNode> budgets = store.objects("poddisruptionbudgets.policy", target.namespace(), "");
        while (budgets.hasNext()) {
            ObjectNode budget = budgets.next();
            boolean meant =
                    Selectors.matching(Trees.at(budget, "spec", "selector")).test(Trees.at(pod, "metadata", "labels"));
            if (meant && Trees.at(budget, "status", "disruptionsAllowed").asInt(1) == 0) {
                throw new Refusal(
                                429,
                                "TooManyRequests",
                                "Cannot evict pod as it would violate the pod's disruption budget.")
                        .retryAfter(Duration.ofSeconds(10));
            }
        }
        deletes.delete(
                target.kind(),
                pod,
                Trees.object(),
                !Trees.at(Api.body(call), "deleteOptions", "dryRun").isEmpty());
        Answer.json(call, 201, Answer.success(target.kind(), pod));
    }

    private void token(Call call, Target target) {
        writes.existing(target);
        ObjectNode request = Api.body(call);
        String token = "token-" + Instant.now().toEpochMilli() + "-" + target.name();
        users.add(
                token,
                "system:serviceaccount:" + target.namespace() + ":" + target.name(),
                List.of("system:serviceaccounts", "system:serviceaccounts:" + target.namespace()));
        long seconds = Trees.at(request, "spec", "expirationSeconds").asLong(3600);
        request.putObject("status")
                .put("token", token)
                .put("expirationTimestamp", Instant.now().plusSeconds(seconds).toString());
        Answer.json(call, 201, request);
    }
}
