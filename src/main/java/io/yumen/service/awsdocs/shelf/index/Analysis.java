package io.yumen.service.awsdocs.shelf.index;

import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.util.CharTokenizer;

/** How text becomes the words that are found: English ones by their stem, and names of code whole and in their parts. */
final class Analysis {
    private Analysis() {}

    static Analyzer analyzer() {
        return new PerFieldAnalyzerWrapper(new EnglishAnalyzer(), Map.of(Fields.CODE, code()));
    }

    /** Of names of code alone. */
    static Analyzer code() {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer names = CharTokenizer.fromTokenCharPredicate(Analysis::isOfName);
                return new TokenStreamComponents(names, new LowerCaseFilter(new NameParts(names)));
            }
        };
    }

    private static boolean isOfName(int c) {
        return Character.isLetterOrDigit(c) || ":._-/$@#*".indexOf(c) >= 0;
    }
}
