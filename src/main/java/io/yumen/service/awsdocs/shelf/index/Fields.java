package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.Labels;
import io.yumen.service.awsdocs.shelf.Passage;
import io.yumen.service.awsdocs.shelf.Source;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.BytesRef;

/**
 * How a copy stands in the index: its sections one document each, and after them one with what came. All of them have its id in
 * {@link #BLOCK}, so that they are replaced together; only the last has it in {@link #ID}.
 */
final class Fields {
    static final String BLOCK = "block";
    static final String ID = "id";

    /** The columns that change without the rest. */
    static final String USED = "used";

    static final String CHECKED = "checked";
    static final String FRESHNESS = "freshness";

    /** What is known of each copy in memory. */
    static final String CARD = "card";

    static final String TITLE = "title";
    static final String HEADING = "heading";
    static final String BODY = "body";
    static final String CELLS = "cells";
    static final String CODE = "code";
    static final String PRODUCT = "product";
    static final String GUIDE = "guide";
    static final String HOST = "host";
    static final String ANCHOR = "anchor";
    static final String PATH = "path";
    static final String LABELS = "labels";
    static final String EXCERPT = "excerpt";
    static final String ADDRESS = "address";

    private static final String FORM = "form";
    private static final String TEXT = "text";
    private static final String FETCHED = "fetched";
    private static final FieldType WORDS = words();

    private Fields() {}

    /** The documents of a copy, in their order. */
    static List<Document> documents(Card card, Kept kept, Contents contents) {
        List<Document> documents = new ArrayList<>(contents.passages().size() + 1);
        contents.passages().forEach(passage -> documents.add(section(card, contents, passage)));
        Document whole = new Document();
        whole.add(new StringField(BLOCK, card.id(), Field.Store.NO));
        whole.add(new StringField(ID, card.id(), Field.Store.NO));
        whole.add(new StoredField(ADDRESS, kept.source().address()));
        whole.add(new StoredField(FORM, kept.source().form().name()));
        whole.add(new StoredField(TEXT, kept.source().text()));
        whole.add(new StoredField(FETCHED, kept.stamp().fetched().toEpochMilli()));
        whole.add(new BinaryDocValuesField(CARD, new BytesRef(card.text())));
        whole.add(new NumericDocValuesField(USED, card.used()));
        stamp(kept.stamp()).forEach(whole::add);
        documents.add(whole);
        return documents;
    }

    /** The columns that say how fresh a copy is. */
    static List<Field> stamp(Stamp stamp) {
        return List.of(
                new NumericDocValuesField(CHECKED, stamp.checked().toEpochMilli()),
                new BinaryDocValuesField(FRESHNESS, new BytesRef(FreshnessText.write(stamp.freshness()))));
    }

    /** The copy that stands there. */
    static Kept kept(Card card, LeafReader reader, int number) throws IOException {
        Document whole = reader.storedFields().document(number);
        Source source = new Source(whole.get(ADDRESS), Form.valueOf(whole.get(FORM)), whole.get(TEXT), card.hash());
        Instant fetched = Instant.ofEpochMilli(number(whole, FETCHED));
        Stamp stamp = new Stamp(
                FreshnessText.read(binary(reader, FRESHNESS, number)),
                fetched,
                Instant.ofEpochMilli(numeric(reader, CHECKED, number)));
        return new Kept(card.key(), source, stamp);
    }

    /** What is known of the copy that stands there in memory; its own column says when it was used. */
    static Card card(LeafReader reader, int number) throws IOException {
        return Card.read(binary(reader, CARD, number), numeric(reader, USED, number));
    }

    private static Document section(Card card, Contents contents, Passage passage) {
        Document section = new Document();
        Labels labels = contents.labels();
        String heading = passage.path().isEmpty() ? "" : passage.path().getLast();
        section.add(new StringField(BLOCK, card.id(), Field.Store.NO));
        section.add(new StringField(PRODUCT, Labels.folded(labels.product()), Field.Store.NO));
        section.add(new StringField(GUIDE, Labels.folded(labels.guide()), Field.Store.NO));
        section.add(new StringField(HOST, host(card.key()), Field.Store.NO));
        section.add(new StoredField(ADDRESS, card.key().name()));
        section.add(new StoredField(ANCHOR, passage.anchor()));
        section.add(new StoredField(PATH, String.join("\n", passage.path())));
        section.add(new StoredField(LABELS, labels.product() + "\n" + labels.guide()));
        section.add(new StoredField(TITLE, contents.title()));
        String all = String.join("\n", passage.body(), passage.cells(), passage.code());
        section.add(new StoredField(EXCERPT, all));
        section.add(new Field(TITLE, contents.title(), WORDS));
        section.add(new Field(HEADING, heading, WORDS));
        section.add(new Field(BODY, passage.body(), WORDS));
        section.add(new Field(CELLS, passage.cells(), WORDS));
        section.add(
                new Field(CODE, String.join("\n", contents.title(), String.join("\n", passage.path()), all), WORDS));
        return section;
    }

    /** Whose page it is. */
    private static String host(Key key) {
        int start = key.name().indexOf("://");
        int end = key.name().indexOf('/', start + 3);
        return key.kind() != Kind.PAGE || start < 0
                ? ""
                : key.name().substring(start + 3, end < 0 ? key.name().length() : end);
    }

    private static long number(Document document, String name) {
        return document.getField(name).numericValue().longValue();
    }

    private static long numeric(LeafReader reader, String name, int number) throws IOException {
        NumericDocValues values = reader.getNumericDocValues(name);
        if (values == null || !values.advanceExact(number)) {
            throw new CorruptIndexException("A copy has no " + name, reader.toString());
        }
        return values.longValue();
    }

    private static String binary(LeafReader reader, String name, int number) throws IOException {
        BinaryDocValues values = reader.getBinaryDocValues(name);
        if (values == null || !values.advanceExact(number)) {
            throw new CorruptIndexException("A copy has no " + name, reader.toString());
        }
        BytesRef bytes = values.binaryValue();
        return new String(bytes.bytes, bytes.offset, bytes.length, StandardCharsets.UTF_8);
    }

    /** Words and how often they stand there; where they stand is not asked. */
    private static FieldType words() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.freeze();
        return type;
    }
}
