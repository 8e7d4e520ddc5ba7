package io.yumen.service.awsdocs.pack;

/**
 * How large a pack may be.
 *
 * @param entries copies in it
 * @param line bytes of one, unpacked
 * @param bytes of all, unpacked
 */
public record PackLimits(int entries, int line, long bytes) {
    public static final PackLimits DEFAULT = new PackLimits(500_000, 16 << 20, 8L << 30);

    public PackLimits {
        if (entries < 1 || line < 1 || bytes < 1) {
            throw new IllegalArgumentException("Limits of packs are positive");
        }
    }
}
