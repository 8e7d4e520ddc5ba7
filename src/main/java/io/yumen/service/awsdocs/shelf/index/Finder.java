package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Hit;
import io.yumen.service.awsdocs.shelf.Labels;
import io.yumen.service.awsdocs.shelf.Wanted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/** Finds words once: English ones by their stems, names of code whole and in their parts. */
final class Finder {
    private static final int LONGEST = 1_000;
    private static final int TERMS = 64;
    private static final int SECTIONS = 3;

    private static final float TITLE = 3;
    private static final float HEADING = 4;
    private static final float TABLE = 0.8f;

    /** A name that is written whole is what is meant. */
    private static final float WHOLE_NAME = 4;

    private static final float PART_OF_NAME = 0.7f;
    private static final float WORD = 0.3f;

    /** How much the other fields with a word add to the best one. */
    private static final float OTHERS = 0.2f;

    private final IndexSearcher searcher;
    private final Wanted wanted;
    private final Excerpt excerpt;

    Finder(IndexSearcher searcher, Wanted wanted) throws IOException {
        this.searcher = searcher;
        this.wanted = wanted;
        this.excerpt = new Excerpt(words());
    }

    /** The pages, the best first. */
    List<Hit> find() throws IOException {
        Map<String, Hit> pages = new LinkedHashMap<>();
        for (ScoreDoc found : searcher.search(query(), wanted.limit() * (SECTIONS + 2)).scoreDocs) {
            Document section = searcher.storedFields().document(found.doc);
            String address = section.get(Fields.ADDRESS);
            Hit page = pages.get(address);
            if (page == null && pages.size() < wanted.limit()) {
                pages.put(address, hit(section, found.score));
            } else if (page != null && page.sections().size() < SECTIONS) {
                pages.put(address, more(page, section));
            }
        }
        return List.copyOf(pages.values());
    }

    private Query query() throws IOException {
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        int terms = 0;
        for (Excerpt.Word word : Excerpt.words(words())) {
            if (terms++ < TERMS) {
                words.add(anywhere(word.stem()), Occur.SHOULD);
            }
        }
        for (String name : words().split("\\s+", TERMS)) {
            if (!EnglishAnalyzer.getDefaultStopSet().contains(name.toLowerCase(Locale.ROOT))) {
                names(NameParts.parts(name), words);
            }
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(words.build(), Occur.MUST);
        filter(Fields.PRODUCT, wanted.products().stream().map(Labels::folded).toList(), all);
        filter(Fields.GUIDE, wanted.guides().stream().map(Labels::folded).toList(), all);
        filter(Fields.HOST, wanted.host().isEmpty() ? List.of() : List.of(wanted.host()), all);
        return all.build();
    }

    private static Query anywhere(String stem) {
        return new DisjunctionMaxQuery(
                List.of(
                        in(Fields.TITLE, stem, TITLE),
                        in(Fields.HEADING, stem, HEADING),
                        in(Fields.BODY, stem, 1),
                        in(Fields.CELLS, stem, TABLE)),
                OTHERS);
    }

    private static void names(Set<String> parts, BooleanQuery.Builder words) {
        boolean isWhole = true;
        for (String part : parts.stream().limit(TERMS / 4).toList()) {
            float weight = parts.size() == 1 ? WORD : isWhole ? WHOLE_NAME : PART_OF_NAME;
            words.add(in(Fields.CODE, part.toLowerCase(Locale.ROOT), weight), Occur.SHOULD);
            isWhole = false;
        }
    }

    private static void filter(String field, List<String> values, BooleanQuery.Builder all) {
        if (!values.isEmpty()) {
            BooleanQuery.Builder any = new BooleanQuery.Builder();
            values.stream().limit(TERMS).forEach(value -> any.add(new TermQuery(new Term(field, value)), Occur.SHOULD));
            all.add(any.build(), Occur.FILTER);
        }
    }

    private static Query in(String field, String text, float weight) {
        return new BoostQuery(new TermQuery(new Term(field, text)), weight);
    }

    private Hit hit(Document section, double score) throws IOException {
        String[] labels = section.get(Fields.LABELS).split("\n", 2);
        return new Hit(
                section.get(Fields.ADDRESS),
                section.get(Fields.TITLE),
                new Labels(labels[0], labels[1]),
                List.of(found(section)),
                score);
    }

    private Hit more(Hit page, Document section) throws IOException {
        Hit.Found found = found(section);
        List<Hit.Found> sections = new ArrayList<>(page.sections());
        if (sections.stream().noneMatch(each -> each.path().equals(found.path()))) {
            sections.add(found);
        }
        return new Hit(page.address(), page.title(), page.labels(), sections, page.score());
    }

    private Hit.Found found(Document section) throws IOException {
        String path = section.get(Fields.PATH);
        return new Hit.Found(
                section.get(Fields.ANCHOR),
                path.isEmpty() ? List.of() : List.of(path.split("\n", -1)),
                excerpt.of(section.get(Fields.EXCERPT)));
    }

    private String words() {
        return wanted.words().length() > LONGEST ? wanted.words().substring(0, LONGEST) : wanted.words();
    }
}
