package io.yumen.pin;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds in one text what its reader cannot see, or sees otherwise than it is written, and leaves alone what scripts and emoji are
 * written with: joiners in Persian, Indic and emoji, marks of direction in Arabic and Hebrew, spaces of no width in Thai,
 * selectors after emoji and ideographs. Looks at each character once.
 */
final class TextScan {
    private static final int ESCAPE = 0x1b;
    private static final int CSI = 0x9b;
    private static final int OSC = 0x9d;
    private static final int ZWSP = 0x200b;
    private static final int ZWNJ = 0x200c;
    private static final int ZWJ = 0x200d;
    private static final int SOFT_HYPHEN = 0xad;
    private static final int BLACK_FLAG = 0x1f3f4;
    private static final int TAG_END = 0xe007f;
    private static final int LONGEST_FLAG = 7;

    /** More in a row are no script and no emoji. */
    private static final int MOST_JOINERS_IN_A_ROW = 2;

    private static final Pattern UNSEEN =
            Pattern.compile("<!--|[ \\u00a0\\u2000-\\u200a\\u3000]{200}|(?:\\r?\\n[ \\t]*){30}");

    /** Scripts whose letters change their form, or break, by joiners. */
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MANDAIC,
            UnicodeScript.NKO,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.MYANMAR,
            UnicodeScript.KHMER,
            UnicodeScript.TIBETAN);

    /** Scripts without spaces between words. */
    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN,
            UnicodeScript.JAVANESE,
            UnicodeScript.BALINESE,
            UnicodeScript.TAI_THAM);

    private final String at;
    private final int[] points;
    private final boolean isRightToLeft;
    private final Map<Concern, Map<Integer, Integer>> counts = new LinkedHashMap<>();

    private TextScan(String text, String at) {
        this.at = at;
        this.points = text.codePoints().toArray();
        this.isRightToLeft = text.codePoints().anyMatch(TextScan::isRightToLeft);
    }

    /** What is wrong with that text, which stands there: one finding of each concern. */
    static List<Finding> of(String text, String at) {
        if (isPlain(text)) {
            return unseen(text, at);
        }
        TextScan scan = new TextScan(text, at);
        scan.look();
        List<Finding> found = new ArrayList<>(scan.findings());
        found.addAll(unseen(text, at));
        return found;
    }

    /** Most texts are. */
    private static boolean isPlain(String text) {
        return text.chars()
                .allMatch(unit -> (unit >= ' ' && unit < 0x7f) || unit == '\n' || unit == '\t' || unit == '\r');
    }

    private static List<Finding> unseen(String text, String at) {
        return UNSEEN.matcher(text).find()
                ? List.of(new Finding(Concern.UNSEEN_IN_PAGES, at, "a comment of HTML, or much empty space"))
                : List.of();
    }

    private void look() {
        int row = 0;
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            row = isWidthless(point) ? row + 1 : 0;
            if (row > MOST_JOINERS_IN_A_ROW) {
                count(Concern.HIDDEN_TEXT, point);
            } else if (point == BLACK_FLAG) {
                i = endOfFlag(i);
            } else {
                look(i, point);
            }
        }
    }

    private void look(int i, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL -> control(i, point);
            case Character.SURROGATE, Character.PRIVATE_USE -> count(Concern.HIDDEN_TEXT, point);
            case Character.FORMAT -> format(i, point);
            default -> other(i, point);
        }
    }

    private void control(int i, int point) {
        if (point == '\n' || point == '\t' || point == '\r') {
            return;
        }
        boolean isSequence = (point == ESCAPE && i + 1 < points.length) || point == CSI || point == OSC;
        count(isSequence ? Concern.TERMINAL_SEQUENCE : Concern.CONTROL_CHARACTER, point);
    }

    private void format(int i, int point) {
        if (Points.OVERRIDES.has(point)) {
            count(Concern.REORDERED_TEXT, point);
        } else if (Points.EMBEDDINGS.has(point)) {
            require(isRightToLeft, Concern.REORDERED_TEXT, point);
        } else {
            require(isInPlace(i, point), Concern.HIDDEN_TEXT, point);
        }
    }

    private boolean isInPlace(int i, int point) {
        return switch (point) {
            case ZWNJ -> isAfter(i, JOINING);
            case ZWJ -> isAfter(i, JOINING) || joinsEmoji(i);
            case ZWSP -> isAfter(i, UNSPACED) || isBefore(i, UNSPACED);
            case SOFT_HYPHEN -> isBetweenLetters(i);
            default -> Points.SIGNS.has(point) || (isRightToLeft && Points.MARKS.has(point));
        };
    }

    private void other(int i, int point) {
        if (Points.SELECTORS.has(point)) {
            require(i > 0 && selects(i, points[i - 1], point), Concern.HIDDEN_TEXT, point);
        } else if (Points.BLANKS.has(point) || isNoCharacter(point)) {
            count(Concern.HIDDEN_TEXT, point);
        }
    }

    private void require(boolean isGood, Concern concern, int point) {
        if (!isGood) {
            count(concern, point);
        }
    }

    private void count(Concern concern, int point) {
        counts.computeIfAbsent(concern, ignored -> new LinkedHashMap<>()).merge(point, 1, Integer::sum);
    }

    private List<Finding> findings() {
        return counts.entrySet().stream()
                .map(entry -> new Finding(entry.getKey(), at, detail(entry.getValue())))
                .toList();
    }

    private static String detail(Map<Integer, Integer> of) {
        int all = of.values().stream().mapToInt(Integer::intValue).sum();
        List<String> some = of.keySet().stream()
                .limit(5)
                .map(point -> String.format("U+%04X", point))
                .toList();
        return all
                + (all == 1 ? " character: " : " characters: ")
                + String.join(" ", some)
                + (of.size() > some.size() ? " ..." : "");
    }

    /** A flag of a region is a black flag, tags of letters and digits, and a tag that ends it; returns its last character. */
    private int endOfFlag(int start) {
        for (int i = start + 1; i < points.length && i <= start + LONGEST_FLAG; i++) {
            if (points[i] == TAG_END && i > start + 2) {
                return i;
            }
            int letter = points[i] - 0xe0000;
            if (letter < '0' || letter > 'z' || !Character.isLetterOrDigit(letter)) {
                return start;
            }
        }
        return start;
    }

    private boolean joinsEmoji(int i) {
        int before = i - 1;
        while (before >= 0 && (points[before] == 0xfe0f || Points.SKIN.has(points[before]))) {
            before--;
        }
        return before >= 0 && i + 1 < points.length && isPicture(points[before]) && isPicture(points[i + 1]);
    }

    private boolean selects(int i, int base, int point) {
        if (Points.EMOJI_SELECTORS.has(point)) {
            return Character.isEmoji(base) || isPicture(base);
        }
        if (Character.isIdeographic(base) || Points.KANA_AND_WIDE.has(base)) {
            return true;
        }
        return !Points.IDEOGRAPHIC_SELECTORS.has(point)
                && (Character.getType(base) == Character.MATH_SYMBOL || isAfter(i, JOINING));
    }

    private boolean isBetweenLetters(int i) {
        return i > 0 && i + 1 < points.length && Character.isLetter(points[i - 1]) && Character.isLetter(points[i + 1]);
    }

    private boolean isAfter(int i, Set<UnicodeScript> scripts) {
        int before = i - 1;
        while (before >= 0 && (isMark(points[before]) || isWidthless(points[before]))) {
            before--;
        }
        return (before >= 0 && scripts.contains(UnicodeScript.of(points[before])))
                || (i > 0 && scripts.contains(UnicodeScript.of(points[i - 1])));
    }

    private boolean isBefore(int i, Set<UnicodeScript> scripts) {
        return i + 1 < points.length && scripts.contains(UnicodeScript.of(points[i + 1]));
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> !Points.SELECTORS.has(point);
            default -> false;
        };
    }

    private static boolean isWidthless(int point) {
        return point >= ZWSP && point <= ZWJ;
    }

    private static boolean isPicture(int point) {
        return Character.isExtendedPictographic(point) || Character.isEmojiPresentation(point);
    }

    private static boolean isNoCharacter(int point) {
        return (point & 0xfffe) == 0xfffe || (Points.NEVER_ASSIGNED.has(point) && !Character.isDefined(point));
    }

    private static boolean isRightToLeft(int point) {
        return switch (Character.getDirectionality(point)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
                Character.isLetter(point);
            default -> false;
        };
    }
}
