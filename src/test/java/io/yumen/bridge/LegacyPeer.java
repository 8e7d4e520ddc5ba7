package io.yumen.bridge;

import io.yumen.protocol.Revision;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client with a session, which begins when this is made. */
final class LegacyPeer extends Peer {
    LegacyPeer(Revision revision, User user, Channel.Opener opener) {
        super(revision, user, opener);
        ObjectNode params = Trees.object().put("protocolVersion", revision.wire());
        params.set("capabilities", User.capabilities());
        params.putObject("clientInfo").put("name", "peer").put("version", "1");
        ObjectNode result = begin("initialize", params).await();
        if (!result.path("protocolVersion").asString().equals(revision.wire())) {
            throw new AssertionError("initialize was answered with " + result);
        }
        channel().initialized(result);
        channel().send(Trees.message("notifications/initialized", Trees.object()));
    }

    @Override
    ObjectNode request(String method, ObjectNode params) {
        return begin(method, params).await();
    }

    @Override
    void wantLogs(String level) {
        request("logging/setLevel", Trees.object().put("level", level));
    }

    @Override
    void watchLists() {
        // A session hears of them without asking.
    }

    @Override
    void watch(String uri) {
        request("resources/subscribe", Trees.object().put("uri", uri));
    }

    @Override
    String beginTask(String tool, ObjectNode arguments) {
        ObjectNode params = callOf(tool, arguments);
        params.putObject("task").put("ttl", 60_000);
        JsonNode task = request("tools/call", params).path("task");
        for (String key : new String[] {"taskId", "status", "createdAt", "lastUpdatedAt", "ttl"}) {
            if (!task.has(key)) {
                throw new AssertionError("A task without " + key + ": " + task);
            }
        }
        String id = task.path("taskId").asString();
        JsonNode listed = request("tasks/list", Trees.object()).path("tasks");
        if (listed.valueStream().noneMatch(one -> one.path("taskId").asString().equals(id))) {
            throw new AssertionError("tasks/list does not have " + id + ": " + listed);
        }
        return id;
    }

    @Override
    ObjectNode awaitTask(String id) {
        ObjectNode result = request("tasks/result", Trees.object().put("taskId", id));
        JsonNode related = result.path("_meta").path("io.modelcontextprotocol/related-task");
        if (!related.path("taskId").asString("").equals(id)) {
            throw new AssertionError("The result does not name its task: " + result);
        }
        String status = request("tasks/get", Trees.object().put("taskId", id))
                .path("status")
                .asString();
        if (!status.equals("completed")) {
            throw new AssertionError("The task has a result and is " + status);
        }
        return result;
    }

    @Override
    String cancelTask(String id) {
        return request("tasks/cancel", Trees.object().put("taskId", id))
                .path("status")
                .asString();
    }

    @Override
    void asked(ObjectNode request) {
        ObjectNode answer = Trees.object().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.set("result", user().answer(request));
        Thread.ofVirtual().start(() -> channel().send(answer));
    }
}
