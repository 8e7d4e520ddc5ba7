package io.yumen.pin;

/**
 * What becomes of definitions of one server that nobody has approved.
 *
 * @param changed those that are others than was pinned, or hide something; {@link Mode#OFF} has none looked at
 * @param added those that came after the first use of the server, and hide nothing
 */
public record PinConfig(Mode changed, Mode added) {
    /** Nothing is looked at. */
    public static final PinConfig OFF = new PinConfig(Mode.OFF, Mode.OFF);

    /** Everything is told, and nothing refused. */
    public static final PinConfig FLAG = new PinConfig(Mode.FLAG, Mode.FLAG);

    /** Nothing is let through that nobody has approved. */
    public static final PinConfig QUARANTINE = new PinConfig(Mode.QUARANTINE, Mode.QUARANTINE);

    /** What is done. */
    public enum Mode {
        /** Nothing: it counts as approved. */
        OFF,
        /** It is told, and let through. */
        FLAG,
        /** It is told, and neither listed nor called until somebody approves it. */
        QUARANTINE
    }

    boolean isOff() {
        return changed == Mode.OFF;
    }

    /** Whether anything may be withheld, so that a call must know what the server says now. */
    boolean isStrict() {
        return !isOff() && (changed == Mode.QUARANTINE || added == Mode.QUARANTINE);
    }
}
