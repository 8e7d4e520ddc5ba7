package io.yumen.service.browser.snapshot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The names of the elements of a tab, as in {@code 3_17}: the seventeenth that the third snapshot met first. An element keeps its
 * name as long as its document lives. Safe for many threads.
 */
public final class Uids {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Element, String> names = new LinkedHashMap<>();
    private final Map<String, Element> elements = new LinkedHashMap<>();
    private int snapshot;
    private int last;

    /** @param most names that are known at once; beyond it the oldest are forgotten */
    public Uids(int most) {
        this.most = most;
    }

    /**
     * An element.
     *
     * @param loader the document that it is in
     * @param backend its DOM node
     */
    public record Element(String loader, long backend) {}

    /** Begins a snapshot. */
    public void begin() {
        lock.lock();
        try {
            snapshot++;
            last = 0;
        } finally {
            lock.unlock();
        }
    }

    /** The name of that element; a new one where it has none. */
    public String of(Element element) {
        lock.lock();
        try {
            String known = element.backend() == 0 ? null : names.get(element);
            if (known != null) {
                return known;
            }
            String name = snapshot + "_" + last++;
            if (element.backend() != 0) {
                names.put(element, name);
                elements.put(name, element);
                forget();
            }
            return name;
        } finally {
            lock.unlock();
        }
    }

    /** What bears that name. */
    public Optional<Element> find(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(elements.get(name));
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        if (elements.size() > most) {
            var oldest = elements.entrySet().iterator();
            names.remove(oldest.next().getValue());
            oldest.remove();
        }
    }
}
