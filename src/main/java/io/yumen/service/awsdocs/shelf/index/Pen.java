package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;

/** Writes copies into the index, and then notes them in memory. Used by the thread that writes. */
final class Pen {
    private final Cards cards;
    private final int revisions;

    Pen(Cards cards, int revisions) {
        this.cards = cards;
        this.revisions = revisions;
    }

    /** Writes them with one commit. */
    void write(Volume volume, List<Order.Write> writes) throws IOException {
        List<Card> written = new ArrayList<>();
        List<Card> gone = new ArrayList<>();
        for (Order.Write write : writes) {
            switch (write) {
                case Order.Put put -> put(volume, put, written, gone);
                case Order.Confirm confirm -> confirm(volume, confirm);
            }
        }
        volume.commit();
        written.forEach(cards::put);
        gone.forEach(card -> cards.remove(card.id()));
    }

    /** What the copies that these replace may take as former ones. */
    long formerSize(List<Order.Write> writes) {
        return writes.stream()
                .flatMap(write -> cards.get(Card.id(write.key())).stream())
                .mapToLong(card -> 2 * card.bytes())
                .sum();
    }

    /** Of how many copies it is done. */
    int done(Order.Write write) {
        return cards.get(Card.id(write.key())).isPresent() ? 1 : 0;
    }

    /** Deletes all copies, former ones, too. */
    int remove(Volume volume, Predicate<Key> which) throws IOException {
        List<Card> gone =
                cards.all().stream().filter(card -> which.test(card.key())).toList();
        for (Card card : gone) {
            delete(volume, card);
        }
        volume.commit();
        gone.forEach(card -> cards.remove(card.id()));
        return (int) gone.stream().filter(card -> !card.version().former()).count();
    }

    /** Which copies were used last is known again after a start. */
    void noteUses(Volume volume) throws IOException {
        for (Card card : cards.touched()) {
            volume.writer()
                    .updateDocValues(
                            new Term(Fields.ID, card.id()), new NumericDocValuesField(Fields.USED, card.used()));
        }
        volume.commit();
    }

    private void put(Volume volume, Order.Put put, List<Card> written, List<Card> gone) throws IOException {
        Kept kept = put.kept();
        Optional<Card> before = cards.get(Card.id(kept.key()));
        if (kept.key().kind() == Kind.PAGE
                && before.isPresent()
                && !before.get().hash().equals(kept.source().hash())) {
            keepFormer(volume, before.get(), written, gone);
        }
        Card card = Card.present(kept, put.contents(), cards.now());
        replace(volume, card, kept, put.contents());
        written.add(card);
    }

    private void keepFormer(Volume volume, Card before, List<Card> written, List<Card> gone) throws IOException {
        Optional<Kept> former = read(volume, before);
        if (former.isEmpty() || revisions == 0) {
            return;
        }
        Card card = Card.former(former.get(), cards.now());
        replace(volume, card, former.get(), Contents.NOT_SEARCHED);
        written.add(card);
        List<Card> others = cards.formers(before.key()).stream()
                .filter(each -> !each.id().equals(card.id()))
                .toList();
        for (Card old : others.subList(Math.min(revisions - 1, others.size()), others.size())) {
            delete(volume, old);
            gone.add(old);
        }
    }

    private static void confirm(Volume volume, Order.Confirm confirm) throws IOException {
        volume.writer()
                .updateDocValues(
                        new Term(Fields.ID, Card.id(confirm.key())),
                        Fields.stamp(confirm.stamp()).toArray(new Field[0]));
    }

    private static void replace(Volume volume, Card card, Kept kept, Contents contents) throws IOException {
        volume.writer().updateDocuments(new Term(Fields.BLOCK, card.id()), Fields.documents(card, kept, contents));
    }

    private static void delete(Volume volume, Card card) throws IOException {
        volume.writer().deleteDocuments(new Term(Fields.BLOCK, card.id()));
    }

    private static Optional<Kept> read(Volume volume, Card card) throws IOException {
        return volume.read(searcher -> Volume.find(
                searcher.getIndexReader(),
                card.id(),
                (reader, number) -> Optional.of(Fields.kept(card, reader, number)),
                Optional.<Kept>empty()));
    }
}
