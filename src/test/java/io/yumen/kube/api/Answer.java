package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Broken;
import io.yumen.kube.wire.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How answers are written. */
final class Answer {
    static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private Answer() {}

    static void json(Call call, int status, JsonNode body) {
        call.answer(status, JSON, Trees.bytes(body));
    }

    static void text(Call call, String text) {
        call.answer(200, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
    }

    static void refusal(Call call, Refusal refusal) {
        Map<String, String> headers = new HashMap<>(JSON);
        refusal.retryAfterSeconds().ifPresent(seconds -> headers.put("Retry-After", seconds));
        call.answer(refusal.code(), headers, Trees.bytes(refusal.status()));
    }

    /** An object, in the form that the caller asks for. */
    static void object(Call call, Form form, int status, Kind kind, ObjectNode object) {
        json(call, status, form.one(kind, object));
    }

    /** A list, written while it is gone through. */
    static void list(Call call, ObjectNode head, String items, Iterator<? extends JsonNode> elements) {
        try (OutputStream out = call.stream(200, JSON)) {
            byte[] start = Trees.bytes(head);
            out.write(start, 0, start.length - 1);
            out.write((",\"" + items + "\":[").getBytes(StandardCharsets.UTF_8));
            while (elements.hasNext()) {
                out.write(Trees.bytes(elements.next()));
                out.write(elements.hasNext() ? ",".getBytes(StandardCharsets.UTF_8) : new byte[0]);
            }
            out.write("]}".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    static ObjectNode success(Kind kind, ObjectNode object) {
        ObjectNode status = Trees.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Success")
                .putObject("details")
                .put("name", Trees.text(object, "metadata", "name"))
                .put("group", kind.group())
                .put("kind", kind.plural())
                .put("uid", Trees.text(object, "metadata", "uid"));
        return status;
    }
}
