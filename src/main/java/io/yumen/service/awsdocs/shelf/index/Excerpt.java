package io.yumen.service.awsdocs.shelf.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/** Chooses of a section the place where most of the words stand that were asked for. */
final class Excerpt {
    /** Characters of it. */
    static final int LENGTH = 300;

    /** Of a section so much is looked at. */
    private static final int READ = 20_000;

    private static final Analyzer ENGLISH = new EnglishAnalyzer();

    private final Set<String> stems;

    /** A word of a text. */
    record Word(String stem, int start) {}

    Excerpt(String words) throws IOException {
        this.stems = words(words).stream().map(Word::stem).collect(Collectors.toSet());
    }

    String of(String section) throws IOException {
        String text = section.length() > READ ? section.substring(0, READ) : section;
        List<Word> found =
                words(text).stream().filter(word -> stems.contains(word.stem())).toList();
        int best = 0;
        int most = 0;
        for (int i = 0; i < found.size(); i++) {
            int count = distinct(found, i);
            if (count > most) {
                most = count;
                best = found.get(i).start();
            }
        }
        return cut(text, best);
    }

    static List<Word> words(String text) throws IOException {
        List<Word> words = new ArrayList<>();
        try (TokenStream stream = ENGLISH.tokenStream(Fields.BODY, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                words.add(new Word(term.toString(), offset.startOffset()));
            }
            stream.end();
        }
        return words;
    }

    private static int distinct(List<Word> found, int from) {
        Set<String> seen = new HashSet<>();
        int end = found.get(from).start() + LENGTH;
        for (int i = from; i < found.size() && found.get(i).start() < end; i++) {
            seen.add(found.get(i).stem());
        }
        return seen.size();
    }

    /** A little before the place, from one blank to another. */
    private static String cut(String text, int place) {
        int start = Math.max(0, place - LENGTH / 6);
        int blank = text.indexOf(' ', start);
        start = start == 0 || blank < 0 || blank > place ? Math.min(start, place) : blank + 1;
        int end = Math.min(text.length(), start + LENGTH);
        int last = text.lastIndexOf(' ', end);
        end = end == text.length() || last <= start ? end : last;
        return text.substring(start, end).strip().replaceAll("\\s+", " ");
    }
}
