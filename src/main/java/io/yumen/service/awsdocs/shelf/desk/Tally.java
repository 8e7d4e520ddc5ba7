package io.yumen.service.awsdocs.shelf.desk;

import java.util.concurrent.atomic.LongAdder;

/** Counts how the shelf fares. */
final class Tally {
    private final LongAdder memoryHits = new LongAdder();
    private final LongAdder memoryMisses = new LongAdder();
    private final LongAdder diskHits = new LongAdder();
    private final LongAdder diskMisses = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder unwritten = new LongAdder();

    void memoryHit() {
        memoryHits.increment();
    }

    void memoryMiss() {
        memoryMisses.increment();
    }

    void diskHit() {
        diskHits.increment();
    }

    void diskMiss() {
        diskMisses.increment();
    }

    void call() {
        calls.increment();
    }

    void unchanged() {
        unchanged.increment();
    }

    void failed() {
        failed.increment();
    }

    void stale() {
        stale.increment();
    }

    void unwritten() {
        unwritten.increment();
    }

    long memoryHits() {
        return memoryHits.sum();
    }

    long memoryMisses() {
        return memoryMisses.sum();
    }

    long diskHits() {
        return diskHits.sum();
    }

    long diskMisses() {
        return diskMisses.sum();
    }

    ShelfStatistics.Asked asked() {
        return new ShelfStatistics.Asked(calls.sum(), unchanged.sum(), failed.sum(), stale.sum(), unwritten.sum());
    }
}
