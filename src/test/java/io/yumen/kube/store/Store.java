package io.yumen.kube.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** All objects, and what happened to them lately. Objects in here are never changed: who changes one puts a copy. */
public final class Store {
    private static final int CHANGES_KEPT = 20_000;
    private static final long FIRST_VERSION = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, NavigableMap<String, ObjectNode>> objects = new ConcurrentHashMap<>();
    private final List<Crowd> crowds = new CopyOnWriteArrayList<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private long version = FIRST_VERSION;
    private long oldest = FIRST_VERSION;

    /** Does that while nobody else changes anything. */
    public <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The version of the last change. */
    public long version() {
        return alone(() -> version);
    }

    /** The object of that name, never to be changed. */
    public @Nullable ObjectNode get(Kind kind, String namespace, String name) {
        String key = namespace + "/" + name;
        ObjectNode found = of(kind.resource()).get(key);
        if (found != null || gone.contains(kind.resource() + "/" + key)) {
            return found;
        }
        for (Crowd crowd : crowds) {
            ObjectNode made = crowd.kind().resource().equals(kind.resource()) ? crowd.get(key) : null;
            if (made != null) {
                return made;
            }
        }
        return null;
    }

    /** All objects of a kind, in the order of their keys. */
    public Iterator<ObjectNode> objects(String resource) {
        return objects(resource, "", "");
    }

    /** The objects of a kind in that namespace, or in all if it is empty, whose keys come after that one. */
    public Iterator<ObjectNode> objects(String resource, String namespace, String after) {
        String from = namespace.isEmpty() || after.compareTo(namespace + "/") > 0 ? after : namespace + "/";
        List<Iterator<Map.Entry<String, ObjectNode>>> sources = new ArrayList<>();
        sources.add(of(resource).tailMap(from, false).entrySet().iterator());
        crowds.stream()
                .filter(crowd -> crowd.kind().resource().equals(resource))
                .forEach(crowd -> sources.add(crowd.after(from)));
        return new Merged(
                sources,
                key -> namespace.isEmpty() || key.startsWith(namespace + "/"),
                key -> gone.contains(resource + "/" + key));
    }

    /** How many objects of a kind come after that key. */
    public int count(String resource, String namespace, String after) {
        NavigableMap<String, ObjectNode> tail = of(resource).tailMap(after, false);
        int written = namespace.isEmpty()
                ? tail.size()
                : tail.headMap(namespace + "0").size();
        return written
                + crowds.stream()
                        .filter(crowd -> crowd.kind().resource().equals(resource)
                                && (namespace.isEmpty() || crowd.namespace().equals(namespace)))
                        .mapToInt(crowd -> crowd.count() - crowd.first(after))
                        .sum();
    }

    /** The objects of a kind in that namespace, without those that are made when they are looked at. */
    public Iterator<ObjectNode> written(String resource, String namespace) {
        return List.copyOf(of(resource).subMap(namespace + "/", namespace + "0").values())
                .iterator();
    }

    /** Where an object stands in the order of its kind. */
    public static String key(ObjectNode object) {
        return Trees.text(object, "metadata", "namespace") + "/" + Trees.text(object, "metadata", "name");
    }

    /** Keeps an object as the next version, which it has then. */
    public ObjectNode put(Kind kind, ObjectNode object) {
        return alone(() -> {
            ObjectNode before =
                    get(kind, Trees.text(object, "metadata", "namespace"), Trees.text(object, "metadata", "name"));
            long made = ++version;
            Trees.ensure(object, "metadata").put("resourceVersion", Long.toString(made));
            of(kind.resource()).put(key(object), object);
            note(new Change(made, before == null ? "ADDED" : "MODIFIED", kind, object, before));
            return object;
        });
    }

    /** Takes an object out. */
    public void remove(Kind kind, ObjectNode object) {
        alone(() -> {
            of(kind.resource()).remove(key(object));
            gone.add(kind.resource() + "/" + key(object));
            long made = ++version;
            ObjectNode last = object.deepCopy();
            Trees.ensure(last, "metadata").put("resourceVersion", Long.toString(made));
            note(new Change(made, "DELETED", kind, last, null));
            return made;
        });
    }

    /** Adds very many objects. */
    public void add(Crowd crowd) {
        crowds.add(crowd);
    }

    /** Forgets what happened: watches and cursors from before are expired. */
    public void forget() {
        alone(() -> {
            changes.clear();
            oldest = ++version;
            changed.signalAll();
            return oldest;
        });
    }

    /** Whether what happened since that version is still known. */
    public boolean knows(long since) {
        return alone(() -> since >= oldest);
    }

    /** What happened after that version; waits for something, and answers with nothing after that time. */
    public List<Change> after(long since, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = wait.toNanos();
            while (version <= since && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return changes.stream().filter(change -> change.version() > since).toList();
        } finally {
            lock.unlock();
        }
    }

    private void note(Change change) {
        if (change.type().equals("ADDED")) {
            gone.remove(change.kind().resource() + "/" + key(change.object()));
        }
        changes.add(change);
        if (changes.size() > CHANGES_KEPT) {
            oldest = changes.remove().version();
        }
        changed.signalAll();
    }

    private NavigableMap<String, ObjectNode> of(String resource) {
        return objects.computeIfAbsent(resource, name -> new ConcurrentSkipListMap<>());
    }
}
