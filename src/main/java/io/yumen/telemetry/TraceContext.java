package io.yumen.telemetry;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?", Pattern.DOTALL);
    private static final Pattern NOTHING = Pattern.compile("0+");

    /** The only version that is written; what it says ends with the flags. */
    private static final String VERSION = "00";

    private static final String INVALID_VERSION = "ff";

    /** Servers that trace what others trace have something to trace: the request stands in the audit here. */
    private static final String SAMPLED = "01";

    /** Reads a field; empty where it is none, and the trace begins here therefore. */
    public static Optional<TraceContext> read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(1);
        boolean isLater = !version.equals(VERSION);
        boolean isValid = !version.equals(INVALID_VERSION) && (isLater || matcher.group(4) == null);
        if (!isValid || isNothing(matcher.group(2)) || isNothing(matcher.group(3))) {
            return Optional.empty();
        }
        return Optional.of(new TraceContext(matcher.group(2), text));
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

    private static boolean isNothing(String digits) {
        return NOTHING.matcher(digits).matches();
    }
}
