package io.yumen.kube.api;

import io.yumen.kube.store.Change;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Selectors;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Broken;
import io.yumen.kube.wire.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Streams of what happens to objects. */
final class Watches {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Store store;

    Watches(Store store) {
        this.store = store;
    }

    void answer(Call call, Target target, Form form) {
        Predicate<JsonNode> selected =
                Selectors.of(target.kind(), call.parameter("labelSelector"), call.parameter("fieldSelector"));
        Predicate<JsonNode> wanted = target.name().isEmpty()
                ? selected
                : selected.and(object -> Trees.text(object, "metadata", "name").equals(target.name()));
        String from = call.parameter("resourceVersion");
        boolean all = from.isEmpty() || from.equals("0");
        long since = all ? store.version() : Long.parseLong(from);
        String seconds = call.parameter("timeoutSeconds");
        long deadline = System.nanoTime()
                + (seconds.isEmpty() ? LONGEST : Duration.ofSeconds(Long.parseLong(seconds))).toNanos();
        try (OutputStream out = call.stream(200, Answer.JSON)) {
            Stream stream = new Stream(out, target, form, wanted);
            if (!all && !store.knows(since)) {
                stream.error(Refusal.expired("too old resource version: " + since));
                return;
            }
            if (all) {
                stream.present(store.objects(target.kind().resource(), target.namespace(), ""));
            }
            if (call.flag("sendInitialEvents")) {
                stream.bookmark(since, true);
            }
            out.flush();
            follow(call, stream, since, deadline);
        } catch (IOException e) {
            throw new Broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Call call, Stream stream, long since, long deadline) throws IOException, InterruptedException {
        long seen = since;
        long marked = since;
        while (System.nanoTime() < deadline) {
            List<Change> changes = store.after(seen, PATIENCE);
            if (!store.knows(seen)) {
                stream.error(Refusal.expired("too old resource version: " + seen));
                return;
            }
            for (Change change : changes) {
                stream.change(change);
                seen = change.version();
            }
            stream.out.flush();
            if (changes.isEmpty() && marked < seen && call.flag("allowWatchBookmarks")) {
                stream.bookmark(seen, false);
                stream.out.flush();
                marked = seen;
            }
        }
    }

    private record Stream(OutputStream out, Target target, Form form, Predicate<JsonNode> wanted) {
        void present(Iterator<ObjectNode> objects) throws IOException {
            while (objects.hasNext()) {
                ObjectNode object = objects.next();
                if (wanted.test(object)) {
                    send("ADDED", form.one(target.kind(), object));
                }
            }
        }

        void change(Change change) throws IOException {
            boolean here = change.kind().resource().equals(target.kind().resource())
                    && (target.namespace().isEmpty()
                            || target.namespace().equals(Trees.text(change.object(), "metadata", "namespace")));
            if (!here) {
                return;
            }
            boolean now = wanted.test(change.object());
            ObjectNode old = change.before();
            boolean before = old != null && wanted.test(old);
            if (now || before) {
                String type = !now ? "DELETED" : old != null && !before ? "ADDED" : change.type();
                send(type, form.one(target.kind(), change.object()));
            }
        }

        void bookmark(long version, boolean initialEnd) throws IOException {
            ObjectNode mark = Trees.object();
            mark.put("kind", target.kind().kind())
                    .put("apiVersion", target.kind().apiVersion());
            ObjectNode metadata = mark.putObject("metadata").put("resourceVersion", Long.toString(version));
            metadata.putNull("creationTimestamp");
            if (initialEnd) {
                metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
            }
            send("BOOKMARK", mark);
        }

        void error(Refusal refusal) throws IOException {
            send("ERROR", refusal.status());
            out.flush();
        }

        private void send(String type, ObjectNode object) throws IOException {
            ObjectNode event = Trees.object().put("type", type);
            event.set("object", object);
            out.write(Trees.bytes(event));
            out.write('\n');
        }
    }
}
