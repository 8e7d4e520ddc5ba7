package io.yumen.service.awsdocs;

import io.yumen.protocol.PlainText;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.upstream.PageAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The pages that were read last, by anybody, since the process began. Safe for many threads. */
final class RecentPages {
    static final int MOST = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable changed;

    /** By what they were read last. */
    private final LinkedHashMap<PageAddress, Entry> pages = new LinkedHashMap<>(16, 0.75f, true);

    /** @param changed is run when others are among them; returns at once */
    RecentPages(Runnable changed) {
        this.changed = changed;
    }

    /** A page, by its address without a place in it. */
    record Entry(PageAddress address, String title) {}

    void read(PageAddress asked, Document document) {
        PageAddress address = asked.whole();
        String title = PlainText.title(PlainText.echo(document.page().title()));
        Entry entry = new Entry(address, title.isBlank() ? address.path() : title);
        boolean isNews;
        lock.lock();
        try {
            isNews = !entry.equals(pages.put(address, entry));
            if (pages.size() > MOST) {
                pages.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
        if (isNews) {
            changed.run();
        }
    }

    /** Those there are, by their addresses, so that a list goes on where it was left. */
    List<Entry> all() {
        List<Entry> all;
        lock.lock();
        try {
            all = List.copyOf(pages.values());
        } finally {
            lock.unlock();
        }
        return all.stream()
                .sorted(Comparator.comparing(entry -> entry.address().address()))
                .toList();
    }
}
