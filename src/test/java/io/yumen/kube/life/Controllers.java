package io.yumen.kube.life;

import io.yumen.kube.store.Change;
import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what is to be done after each change, on one thread. What was put into the cluster with a status is left alone until
 * its specification changes.
 */
public final class Controllers implements AutoCloseable {
    private static final Kind DEPLOYMENT = Kinds.builtIn("deployments.apps");
    private static final Kind REPLICA_SET = Kinds.builtIn("replicasets.apps");
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Store store;
    private final Pods pods;
    private final Kubelet kubelet;
    private final Deployments deployments;
    private final ReplicaSets replicaSets;
    private final Set<String> managed = new HashSet<>();
    private final Thread thread;

    /** Of that store. */
    public Controllers(Store store, Pods pods) {
        this.store = store;
        this.pods = pods;
        Events events = new Events(store);
        kubelet = new Kubelet(store, pods, events);
        deployments = new Deployments(store, events);
        replicaSets = new ReplicaSets(store);
        long from = store.version();
        thread = Thread.ofVirtual().name("kube-controllers").start(() -> run(from));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run(long from) {
        long seen = from;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Change> changes = store.after(seen, WAIT);
                for (Change change : changes) {
                    seen = change.version();
                    look(change);
                }
                if (!changes.isEmpty()) {
                    settle();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Change change) {
        ObjectNode object = change.object();
        String resource = change.kind().resource();
        boolean deleted = change.type().equals("DELETED");
        if (resource.equals("pods")) {
            if (deleted) {
                pods.end(Trees.text(object, "metadata", "namespace"), Trees.text(object, "metadata", "name"));
            } else if (Trees.text(object, "status", "phase").isEmpty()) {
                kubelet.start(object);
            }
        } else if (resource.equals(DEPLOYMENT.resource()) || resource.equals(REPLICA_SET.resource())) {
            ObjectNode before = change.before();
            boolean fresh = object.path("status").isEmpty()
                    || before != null && !before.path("spec").equals(object.path("spec"));
            if (fresh && !deleted) {
                managed.add(Trees.text(object, "metadata", "uid"));
            }
        }
    }

    private void settle() {
        all(DEPLOYMENT).forEach(deployments::settle);
        all(REPLICA_SET).forEach(replicaSets::settle);
        all(DEPLOYMENT).forEach(deployments::report);
    }

    private List<ObjectNode> all(Kind kind) {
        List<ObjectNode> all = new ArrayList<>();
        store.objects(kind.resource()).forEachRemaining(object -> {
            if (managed.contains(Trees.text(object, "metadata", "uid"))) {
                all.add(object);
            }
        });
        return all;
    }
}
