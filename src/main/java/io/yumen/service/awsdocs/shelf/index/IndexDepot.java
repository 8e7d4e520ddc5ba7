package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.DepotStatistics;
import io.yumen.service.awsdocs.shelf.Hit;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Revision;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.shelf.Wanted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Copies in a Lucene index in one folder, for one process. Its files never take more than their limit: what was used least lately goes.
 * What is damaged is set aside beside the folder, and begun anew, unless that is refused.
 */
public final class IndexDepot implements Depot {
    private final Cards cards;
    private final Room room;
    private final Scribe scribe;
    private final Readers readers;
    private final IndexLimits limits;

    /** What becomes of a folder that is damaged. */
    public enum Damage {
        /** It is set aside beside the folder, in place of what was set aside before. */
        SET_ASIDE,
        /** It stays as it is, and nothing is opened. */
        REFUSED
    }

    private IndexDepot(Path folder, IndexLimits limits, Damage damage, InstantSource clock) {
        this.limits = limits;
        this.cards = new Cards(clock);
        this.room = new Room(limits, cards);
        Volumes volumes = new Volumes(new Volumes.Place(folder, damage), limits, Analysis.analyzer(), cards);
        volumes.begin();
        this.scribe = new Scribe(volumes, cards, room, limits);
        this.readers = new Readers(volumes, scribe::doubt);
        scribe.start();
    }

    /** Opens the one in that folder, or begins it. */
    public static IndexDepot open(Path folder, IndexLimits limits, InstantSource clock) {
        return open(folder, limits, Damage.SET_ASIDE, clock);
    }

    /**
     * The same.
     *
     * @throws io.yumen.service.awsdocs.shelf.DepotRefused where another has it open, or it is damaged and that is refused
     */
    public static IndexDepot open(Path folder, IndexLimits limits, Damage damage, InstantSource clock) {
        return new IndexDepot(folder, limits, damage, clock);
    }

    @Override
    public Optional<Kept> get(Key key) {
        return used(Card.id(key));
    }

    @Override
    public Optional<Kept> look(Key key) {
        return read(Card.id(key));
    }

    @Override
    public boolean put(Kept kept, Contents contents) {
        return new Order.Put(kept, contents, Order.NOBODY).size() <= limits.entry()
                && scribe.order(promise -> new Order.Put(kept, contents, promise)) > 0;
    }

    @Override
    public boolean confirm(Key key, Stamp stamp) {
        return scribe.order(promise -> new Order.Confirm(key, stamp, promise)) > 0;
    }

    @Override
    public List<Revision> revisions(Key key) {
        return cards.formers(key).stream()
                .map(card -> new Revision(card.hash(), card.version().fetched()))
                .toList();
    }

    @Override
    public Optional<Kept> revision(Key key, String hash) {
        Optional<Kept> present =
                cards.get(Card.id(key)).filter(card -> card.hash().equals(hash)).flatMap(card -> get(key));
        return present.isPresent() ? present : used(Card.id(key, hash));
    }

    @Override
    public int remove(Predicate<Key> which) {
        return scribe.order(promise -> new Order.Remove(which, promise));
    }

    @Override
    public List<Key> keys() {
        return cards.all().stream()
                .filter(card -> !card.version().former())
                .map(Card::key)
                .toList();
    }

    @Override
    public List<Hit> search(Wanted wanted) {
        return readers.read(volume -> volume.read(searcher -> new Finder(searcher, wanted).find()), List.of());
    }

    @Override
    public DepotStatistics statistics() {
        return new DepotStatistics(
                cards.all().size(), readers.read(Volume::bytesOf, 0L), limits.bytes(), room.evicted());
    }

    @Override
    public void close() {
        scribe.end();
        readers.close();
    }

    private Optional<Kept> used(String id) {
        cards.get(id).ifPresent(cards::touch);
        return read(id);
    }

    private Optional<Kept> read(String id) {
        Optional<Card> card = cards.get(id);
        return card.isEmpty() ? Optional.empty() : readers.read(volume -> read(volume, card.get()), Optional.empty());
    }

    private Optional<Kept> read(Volume volume, Card card) throws IOException {
        return volume.read(searcher -> Volume.find(
                searcher.getIndexReader(),
                card.id(),
                (reader, number) -> Optional.of(Fields.kept(card, reader, number)),
                Optional.empty()));
    }
}
