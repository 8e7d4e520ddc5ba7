package io.yumen.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A published protocol revision, oldest first, so that {@link #compareTo} orders by age. */
public enum Revision {
    V2024_11_05("2024-11-05", Era.LEGACY),
    V2025_03_26("2025-03-26", Era.LEGACY),
    V2025_06_18("2025-06-18", Era.LEGACY),
    V2025_11_25("2025-11-25", Era.LEGACY),
    V2026_07_28("2026-07-28", Era.MODERN);

    /** The revision that a legacy peer is offered first. */
    public static final Revision NEWEST_LEGACY = V2025_11_25;

    /** The revision that the core speaks. */
    public static final Revision NEWEST = V2026_07_28;

    private static final Revision[] ALL = values();

    private final String wire;
    private final Era era;

    Revision(String wire, Era era) {
        this.wire = wire;
        this.era = era;
    }

    /** The name on the wire, as in {@code 2025-11-25}. */
    public String wire() {
        return wire;
    }

    public Era era() {
        return era;
    }

    public boolean isAtLeast(Revision other) {
        return compareTo(other) >= 0;
    }

    /** The revision of that wire name, or empty for one that is unknown. */
    public static Optional<Revision> of(String wire) {
        for (Revision revision : ALL) {
            if (revision.wire.equals(wire)) {
                return Optional.of(revision);
            }
        }
        return Optional.empty();
    }

    /** All revisions of an era, oldest first. */
    public static List<Revision> of(Era era) {
        return Arrays.stream(values()).filter(revision -> revision.era == era).toList();
    }
}
