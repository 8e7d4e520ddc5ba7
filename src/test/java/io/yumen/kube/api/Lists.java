package io.yumen.kube.api;

import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Selectors;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists, whole or by pages. */
final class Lists {
    private final Store store;

    Lists(Store store) {
        this.store = store;
    }

    /** The objects that a call is about, from those after that key on. */
    Iterator<ObjectNode> chosen(Call call, Target target, String after) {
        Predicate<JsonNode> wanted =
                Selectors.of(target.kind(), call.parameter("labelSelector"), call.parameter("fieldSelector"));
        return new Chosen(store.objects(target.kind().resource(), target.namespace(), after), wanted);
    }

    void answer(Call call, Target target, Form form) {
        int limit = call.parameter("limit").isEmpty() ? 0 : Integer.parseInt(call.parameter("limit"));
        String cursor = call.parameter("continue");
        long version = cursor.isEmpty() ? store.version() : version(cursor);
        Iterator<ObjectNode> found = chosen(call, target, cursor.isEmpty() ? "" : after(cursor));
        ObjectNode metadata = Trees.object().put("resourceVersion", Long.toString(version));
        if (limit == 0) {
            form.list(call, target.kind(), metadata, found);
            return;
        }
        List<ObjectNode> page = new ArrayList<>();
        while (page.size() < limit && found.hasNext()) {
            page.add(found.next());
        }
        if (found.hasNext()) {
            metadata.put("continue", cursor(version, Store.key(page.getLast())));
            if (call.parameter("labelSelector").isEmpty()
                    && call.parameter("fieldSelector").isEmpty()) {
                metadata.put(
                        "remainingItemCount",
                        store.count(target.kind().resource(), target.namespace(), Store.key(page.getLast())));
            }
        }
        form.list(call, target.kind(), metadata, page.iterator());
    }

    private long version(String cursor) {
        long version = Long.parseLong(decode(cursor)[0]);
        if (!store.knows(version)) {
            throw Refusal.expired("The provided continue parameter is too old to display a consistent list result. You"
                    + " can start a new list without the continue parameter, or use the continue token in this"
                    + " response to retrieve the remainder of the results.");
        }
        return version;
    }

    private static String after(String cursor) {
        return decode(cursor)[1];
    }

    private static String cursor(long version, String after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((version + " " + after).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.matches("\\d{1,18} [^ ]+")) {
                return text.split(" ", 2);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw Refusal.badRequest("continue key is not valid: " + cursor);
    }
}
