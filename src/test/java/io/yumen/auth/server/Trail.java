package io.yumen.auth.server;

import io.yumen.audit.Entry;
import io.yumen.audit.Recorder;
import io.yumen.audit.Unrecorded;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an authorization server has recorded, a line each: what was done, how it ended, by whom, with which client. */
final class Trail implements Recorder {
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private volatile boolean full;

    @Override
    public void record(Entry entry) {
        entries.add(entry);
    }

    @Override
    public void recordDurably(Entry entry) {
        if (full) {
            throw new Unrecorded("the disk is full");
        }
        entries.add(entry);
    }

    @Override
    public String digest(byte[] value) {
        return "";
    }

    /** From now on nothing can be written. */
    void fill() {
        full = true;
    }

    List<Entry> entries() {
        return entries;
    }

    /** As in {@code consent ok ann editor}. */
    List<String> lines() {
        return entries.stream()
                .map(entry -> String.join(
                                " ",
                                entry.what().method(),
                                entry.outcome().word().name().toLowerCase(Locale.ROOT),
                                entry.who().principal(),
                                entry.who().client())
                        .strip())
                .toList();
    }
}
