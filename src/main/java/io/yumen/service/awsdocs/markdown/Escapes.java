package io.yumen.service.awsdocs.markdown;

/** Writes words so that they are read as words. What cannot be misread stands bare. */
final class Escapes {
    private static final int LONGEST_ENTITY = 34;

    private final Sheet sheet;
    /** Whether what comes next is the first of a line, where more is a mark than within it. */
    private boolean atStart = true;

    private int brackets;

    Escapes(Sheet sheet) {
        this.sheet = sheet;
    }

    void startLine() {
        atStart = true;
    }

    void goOn() {
        atStart = false;
    }

    boolean isAtStart() {
        return atStart;
    }

    /** What comes until {@link #closeBracket} stands between square ones. */
    void openBracket() {
        brackets++;
    }

    void closeBracket() {
        brackets--;
    }

    /** @param after the character that follows, as far as it is known */
    void text(String words, Place place, char after) {
        int from = 0;
        if (atStart) {
            from = start(words);
        }
        int plain = from;
        for (int i = from; i < words.length(); i++) {
            char c = words.charAt(i);
            if (isPlain(c)) {
                continue;
            }
            if (c == '\n' || c == '\r' || c == '\t') {
                sheet.put(words, plain, i);
                sheet.put(' ');
                plain = i + 1;
            } else if (isMark(words, i, place, after)) {
                sheet.put(words, plain, i);
                sheet.put('\\');
                plain = i;
            }
        }
        sheet.put(words, plain, words.length());
    }

    private static boolean isPlain(char c) {
        return c == ' ' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** What a line must not begin with: gives where the rest begins. */
    private int start(String words) {
        int from = 0;
        while (from < words.length() && Character.isWhitespace(words.charAt(from))) {
            from++;
        }
        if (from == words.length()) {
            return from;
        }
        atStart = false;
        int dot = dotOfNumber(words, from);
        int escaped = dot > from ? dot : from;
        if (dot > from || beginsBlock(words, from)) {
            sheet.put(words, from, escaped);
            sheet.put('\\').put(words.charAt(escaped));
            return escaped + 1;
        }
        return from;
    }

    /** The dot or bracket after a number, where that would begin an item; -1 if it does not. */
    private static int dotOfNumber(String words, int from) {
        int digits = from;
        while (digits < words.length() && words.charAt(digits) >= '0' && words.charAt(digits) <= '9') {
            digits++;
        }
        boolean isItem = digits > from
                && digits < words.length()
                && ".)".indexOf(words.charAt(digits)) >= 0
                && endsWord(words, digits + 1);
        return isItem ? digits : -1;
    }

    private static boolean beginsBlock(String words, int at) {
        return switch (words.charAt(at)) {
            case '#', '>', '=', '~', '|' -> true;
            case '+' -> endsWord(words, at + 1);
            case '-' -> endsWord(words, at + 1) || "-|:".indexOf(words.charAt(at + 1)) >= 0;
            case ':' -> at + 1 < words.length() && words.charAt(at + 1) == '-';
            default -> false;
        };
    }

    private static boolean endsWord(String words, int at) {
        return at >= words.length() || Character.isWhitespace(words.charAt(at));
    }

    private boolean isMark(String words, int at, Place place, char after) {
        return switch (words.charAt(at)) {
            case '*', '`', '[' -> true;
            case ']' -> brackets > 0;
            case '|' -> place == Place.CELL;
            case '_' -> !isWithinWord(words, at);
            case '\\' -> isBeforePunctuation(words, at);
            case '#' -> place == Place.HEADING && isFirstOfWord(words, at);
            case '<', '!', '&' -> isOpening(words, at, after);
            default -> false;
        };
    }

    /** Whether what follows makes an element, a picture or an entity of it. */
    private static boolean isOpening(String words, int at, char after) {
        char next = at + 1 < words.length() ? words.charAt(at + 1) : after;
        return switch (words.charAt(at)) {
            // Of an element, of the end of one, or of an address of mail, which may begin with nearly anything.
            case '<' -> next != 0 && !Character.isWhitespace(next);
            case '!' -> next == '[' && at + 1 >= words.length();
            default -> isEntity(words, at + 1, after);
        };
    }

    private static boolean isEntity(String words, int from, char after) {
        int end = Math.min(words.length(), from + LONGEST_ENTITY);
        for (int i = from; i < end; i++) {
            char c = words.charAt(i);
            if (c == ';') {
                return i > from;
            }
            if (!isOfEntity(c)) {
                return false;
            }
        }
        return end == words.length() && (isOfEntity(after) || after == ';');
    }

    private static boolean isOfEntity(char c) {
        return c == '#' || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    private static boolean isWithinWord(String words, int at) {
        return at > 0
                && at + 1 < words.length()
                && Character.isLetterOrDigit(words.charAt(at - 1))
                && Character.isLetterOrDigit(words.charAt(at + 1));
    }

    private static boolean isFirstOfWord(String words, int at) {
        return at == 0 || !Character.isLetterOrDigit(words.charAt(at - 1));
    }

    /** What would be escaped; at the end, that may be what is written next. */
    private static boolean isBeforePunctuation(String words, int at) {
        if (at + 1 >= words.length()) {
            return true;
        }
        char next = words.charAt(at + 1);
        return next > ' ' && next < 0x7F && !Character.isLetterOrDigit(next);
    }

    /** The address of a link, between brackets. */
    void address(String address, Place place) {
        boolean isBalanced = isBalanced(address);
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c <= ' ' || c == '<' || c == '>') {
                sheet.put('%').put(hex((c >> 4) & 15)).put(hex(c & 15));
                continue;
            }
            boolean isBracket = !isBalanced && (c == '(' || c == ')');
            if (isBracket || isMarkOfAddress(address, i, place)) {
                sheet.put('\\');
            }
            sheet.put(c);
        }
    }

    private static boolean isMarkOfAddress(String address, int at, Place place) {
        return switch (address.charAt(at)) {
            case '|' -> place == Place.CELL;
            case '&' -> isEntity(address, at + 1, ')');
            case '\\' -> true;
            default -> false;
        };
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit, 16));
    }

    private static boolean isBalanced(String address) {
        int open = 0;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0 || open > 8) {
                return false;
            }
        }
        return open == 0;
    }
}
