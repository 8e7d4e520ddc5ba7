package io.yumen.service.awsdocs.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words as the search in tables compares them: in small letters, a name with hyphens, dots or underscores whole and in its parts, numbers
 * without commas between thousands. Ideographs, which no blank parts, are a word each.
 */
final class SearchedWords {
    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d)");
    private static final Pattern WORD = Pattern.compile(
            "\\p{IsIdeographic}|[\\p{L}\\p{N}&&[^\\p{IsIdeographic}]]++(?:[-_.][\\p{L}\\p{N}&&[^\\p{IsIdeographic}]]++)*+");
    private static final Pattern JOINT = Pattern.compile("[-_.]");

    /** A shorter word must be there whole: "1" is not in "100". */
    private static final int LEAST_PREFIX = 4;

    private final NavigableSet<String> words;

    private SearchedWords(NavigableSet<String> words) {
        this.words = words;
    }

    static SearchedWords in(String text) {
        return new SearchedWords(new TreeSet<>(list(text)));
    }

    /** The words in order, each as often as it stands there. */
    static List<String> list(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher =
                WORD.matcher(THOUSANDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(""));
        while (matcher.find()) {
            words.add(matcher.group());
            if (JOINT.matcher(matcher.group()).find()) {
                words.addAll(List.of(JOINT.split(matcher.group(), -1)));
            }
        }
        return words;
    }

    /** Whether the word is there, or, if it is long enough, begins one. */
    boolean have(String word) {
        String next = words.ceiling(word);
        return next != null && (next.equals(word) || (word.length() >= LEAST_PREFIX && next.startsWith(word)));
    }

    /** How many of the words are there. */
    long count(List<String> sought) {
        return sought.stream().filter(this::have).count();
    }
}
