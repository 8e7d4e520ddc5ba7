package io.yumen.service.browser.cdp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Mends the escapes of half surrogate pairs in JSON. Text of pages may hold such halves, which Chrome passes on and no strict reader of
 * JSON takes: they become U+FFFD, as browsers show them.
 */
final class Halves {
    private static final byte[] REPLACEMENT = "\\ufffd".getBytes(StandardCharsets.US_ASCII);
    private static final int ESCAPE = REPLACEMENT.length;

    private Halves() {}

    /** The same bytes where nothing is to mend; else a copy of equal length. */
    static byte[] mended(byte[] json) {
        byte @Nullable [] copy = null;
        int i = 0;
        while (i < json.length) {
            if (json[i] != '\\') {
                i++;
                continue;
            }
            int unit = unit(json, i);
            if (unit < 0) {
                // Another escape: its second character is none of its own.
                i += 2;
            } else if (Character.isHighSurrogate((char) unit) && isLow(unit(json, i + ESCAPE))) {
                i += 2 * ESCAPE;
            } else {
                if (Character.isSurrogate((char) unit)) {
                    copy = copy == null ? json.clone() : copy;
                    System.arraycopy(REPLACEMENT, 0, copy, i, ESCAPE);
                }
                i += ESCAPE;
            }
        }
        return copy == null ? json : copy;
    }

    private static boolean isLow(int unit) {
        return unit >= 0 && Character.isLowSurrogate((char) unit);
    }

    /** The code unit that is escaped there, or -1. */
    private static int unit(byte[] json, int at) {
        if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
