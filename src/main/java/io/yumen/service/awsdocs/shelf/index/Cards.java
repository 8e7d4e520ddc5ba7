package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Key;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is known in memory of all copies on the disk. Safe for many threads. */
final class Cards {
    private final Map<String, Card> cards = new ConcurrentHashMap<>();
    private final Map<String, Card> touched = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final InstantSource clock;

    Cards(InstantSource clock) {
        this.clock = clock;
    }

    /** These are there, and no others. */
    void replace(Map<String, Card> found) {
        cards.clear();
        touched.clear();
        cards.putAll(found);
        found.values().forEach(card -> last.accumulateAndGet(card.used(), Math::max));
    }

    Optional<Card> get(String id) {
        return Optional.ofNullable(cards.get(id));
    }

    void put(Card card) {
        cards.put(card.id(), card);
    }

    void remove(String id) {
        cards.remove(id);
        touched.remove(id);
    }

    /** It is used now. */
    void touch(Card card) {
        card.lastUsed().set(now());
        touched.put(card.id(), card);
    }

    /** The time, later than that of any use before. */
    long now() {
        return last.accumulateAndGet(clock.millis(), (before, time) -> Math.max(before + 1, time));
    }

    /** Those that were used since this was asked last. */
    List<Card> touched() {
        List<Card> all = new ArrayList<>(touched.values());
        touched.clear();
        return all;
    }

    Collection<Card> all() {
        return cards.values();
    }

    /** What the page was, the newest first. */
    List<Card> formers(Key page) {
        return cards.values().stream()
                .filter(card -> card.isFormerOf(page))
                .sorted(Comparator.comparing((Card card) -> card.version().fetched())
                        .thenComparingLong(Card::used)
                        .reversed())
                .toList();
    }

    /** Those whose use is longest ago, that part of all bytes of them. */
    List<Card> leastUsed(double part) {
        // A use while this sorts does not move it.
        record Use(Card card, long at) {}
        List<Use> uses = cards.values().stream()
                .map(card -> new Use(card, card.used()))
                .sorted(Comparator.comparingLong(Use::at))
                .toList();
        double wanted =
                part * uses.stream().mapToLong(use -> use.card().bytes()).sum();
        List<Card> chosen = new ArrayList<>();
        for (Use use : uses) {
            if (wanted <= 0) {
                break;
            }
            chosen.add(use.card());
            wanted -= use.card().bytes();
        }
        return chosen;
    }
}
