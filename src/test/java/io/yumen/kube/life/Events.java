package io.yumen.kube.life;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what happened to an object, as an object of the kind {@code Event}. */
final class Events {
    private static final Kind EVENT = Kinds.builtIn("events");

    private final Store store;
    private final AtomicLong number = new AtomicLong();

    Events(Store store) {
        this.store = store;
    }

    void note(ObjectNode about, String type, String reason, String message) {
        ObjectNode event = Trees.object();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata")
                .put("name", Trees.text(about, "metadata", "name") + "." + Long.toHexString(number.incrementAndGet()))
                .put("namespace", Trees.text(about, "metadata", "namespace"))
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", Kubelet.now());
        event.putObject("involvedObject")
                .put("kind", Trees.text(about, "kind"))
                .put("apiVersion", Trees.text(about, "apiVersion"))
                .put("namespace", Trees.text(about, "metadata", "namespace"))
                .put("name", Trees.text(about, "metadata", "name"))
                .put("uid", Trees.text(about, "metadata", "uid"));
        event.put("type", type).put("reason", reason).put("message", message).put("count", 1);
        event.put("firstTimestamp", Kubelet.now()).put("lastTimestamp", Kubelet.now());
        event.putObject("source").put("component", "fake");
        store.put(EVENT, event);
    }
}
