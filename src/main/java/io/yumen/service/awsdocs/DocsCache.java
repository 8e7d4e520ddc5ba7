package io.yumen.service.awsdocs;

import io.yumen.service.ServiceCache;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.desk.Pattern;
import io.yumen.service.awsdocs.shelf.desk.Shelf;
import io.yumen.service.awsdocs.shelf.desk.ShelfStatistics;
import io.yumen.service.awsdocs.shelf.desk.Shelved;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The shelf, as operators see it. */
record DocsCache(Shelf shelf) implements ServiceCache {
    @Override
    public Statistics statistics() {
        ShelfStatistics now = shelf.statistics();
        ShelfStatistics.Room memory = now.room();
        return new Statistics(
                List.of(
                        level("memory", now.memory(), memory.limit(), memory.evicted()),
                        level(
                                "disk",
                                now.disk(),
                                now.depot().limit(),
                                now.depot().evicted())),
                asked(now.upstream()));
    }

    private static Level level(String name, ShelfStatistics.Level fared, long limit, long evicted) {
        return new Level(name, fared.hits(), fared.misses(), fared.entries(), fared.bytes(), limit, evicted);
    }

    private static Asked asked(ShelfStatistics.Asked asked) {
        return new Asked(asked.calls(), asked.unchanged(), asked.failed(), asked.stale(), asked.unwritten());
    }

    @Override
    public Copies find(String pattern, int most) {
        List<Key> keys = shelf.keys(Pattern.of(pattern));
        List<Entry> told = keys.stream()
                .limit(most)
                .map(shelf::shelved)
                .flatMap(Optional::stream)
                .map(DocsCache::entry)
                .toList();
        return new Copies(told, Math.max(0, keys.size() - most));
    }

    private static Entry entry(Shelved copy) {
        return new Entry(
                copy.key().kind().name().toLowerCase(Locale.ROOT),
                copy.key().name(),
                State.valueOf(copy.age().name()),
                copy.stamp().fetched(),
                copy.stamp().checked(),
                copy.characters(),
                copy.hash());
    }

    @Override
    public int invalidate(String pattern) {
        return shelf.invalidate(Pattern.of(pattern));
    }
}
