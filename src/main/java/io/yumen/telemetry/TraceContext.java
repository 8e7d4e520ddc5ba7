package io.yumen.telemetry;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The trace that a request belongs to, as the field {@code traceparent} says it (W3C Trace Context, section 3.2).
 *
 * @param trace the id of the trace: 32 lower-case hexadecimal digits, not all of them 0
 * @param text the whole field, to be handed along as it is
 */
public record TraceContext(String trace, String text) {
    /** The name of the field: of HTTP, and of {@code _meta}. */
    public static final String FIELD = "traceparent";

    /** What tells more of a trace, and says nothing without {@link #FIELD}. */
    public static final String STATE = "tracestate";

    /** How long that may be (W3C Trace Context 3.3.1.5). */
    public static final int LONGEST_STATE = 512;

    /** Longer ones come from later versions, which nobody has written yet. */
    private static final int LONGEST = 256;

    /** Where the ids begin and end, and the whole field does: later versions may go on after that. */
    private static final int TRACE = 3;

    private static final int TRACE_END = 35;
    private static final int PARENT = 36;
    private static final int PARENT_END = 52;
    private static final int FLAGS = 53;
    private static final int END = 55;

    /** The only version that is written; what it says ends with the flags. */
    private static final String VERSION = "00";

    private static final String INVALID_VERSION = "ff";
    private static final char DASH = '-';

    /** Servers that trace what others trace have something to trace: the request stands in the audit here. */
    private static final String SAMPLED = "01";

    /**
     * Reads a field; empty where it is none, and the trace begins here therefore. By hand, for each request has one, and patterns
     * take as long as the rest of its record.
     */
    public static Optional<TraceContext> read(String text) {
        boolean isLong = text.length() >= END && text.length() <= LONGEST;
        return isLong && hasForm(text) && hasVersion(text)
                ? Optional.of(new TraceContext(text.substring(TRACE, TRACE_END), text))
                : Optional.empty();
    }

    private static boolean hasForm(String text) {
        return isHex(text, 0, TRACE - 1)
                && isId(text, TRACE, TRACE_END)
                && isId(text, PARENT, PARENT_END)
                && text.charAt(FLAGS - 1) == DASH
                && isHex(text, FLAGS, END);
    }

    private static boolean hasVersion(String text) {
        boolean isWhole = text.length() == END;
        return text.startsWith(VERSION)
                ? isWhole
                : !text.startsWith(INVALID_VERSION) && (isWhole || text.charAt(END) == DASH);
    }

    /** Whether that is an id after a dash. */
    private static boolean isId(String text, int from, int end) {
        return text.charAt(from - 1) == DASH && isHex(text, from, end) && !isNothing(text, from, end);
    }

    private static boolean isHex(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    /** One that begins here. */
    public static TraceContext begin() {
        HexFormat hex = HexFormat.of();
        String trace = hex.toHexDigits(someBits()) + hex.toHexDigits(someBits());
        return new TraceContext(trace, VERSION + "-" + trace + "-" + hex.toHexDigits(someBits()) + "-" + SAMPLED);
    }

    private static long someBits() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }
}
