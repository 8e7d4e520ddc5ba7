package io.yumen.http.websocket;

/**
 * Checks text that comes in pieces, which may end in the middle of a character. Refuses what RFC 3629 refuses: overlong
 * forms, surrogates, and what lies beyond U+10FFFF. For one thread.
 */
final class Utf8 {
    /** How many continuation bytes are still to come. */
    private int missing;

    /** Between which values the next continuation byte must lie. */
    private int lowest = 0x80;

    private int highest = 0xbf;

    /** @throws Violation at the first byte that cannot stand there */
    void take(byte[] bytes) {
        for (byte one : bytes) {
            int value = one & 0xff;
            if (missing > 0) {
                continueWith(value);
            } else if (value >= 0x80) {
                begin(value);
            }
        }
    }

    /** @throws Violation when the text ends in the middle of a character */
    void end() {
        if (missing > 0) {
            throw bad();
        }
    }

    private void continueWith(int value) {
        if (value < lowest || value > highest) {
            throw bad();
        }
        missing--;
        lowest = 0x80;
        highest = 0xbf;
    }

    private void begin(int value) {
        if (value < 0xc2 || value > 0xf4) {
            throw bad();
        }
        missing = value < 0xe0 ? 1 : value < 0xf0 ? 2 : 3;
        lowest = value == 0xe0 ? 0xa0 : value == 0xf0 ? 0x90 : 0x80;
        highest = value == 0xed ? 0x9f : value == 0xf4 ? 0x8f : 0xbf;
    }

    private static Violation bad() {
        return new Violation(CloseStatus.NOT_UTF8, "The text is not UTF-8");
    }
}
