package io.yumen.pin;

/**
 * How much is remembered of a definition, and what is too much of one.
 *
 * @param description characters of a description or of instructions, beyond which nobody reads them to their end
 * @param kept characters of a definition that is kept to be shown; of a longer one only the digest
 * @param names what is remembered of one kind of one server; what comes beyond that nobody can approve
 * @param approved digests that are approved for one definition at the same time; beyond that the oldest goes
 * @param rejected the same of those that were rejected
 * @param findings what is reported of one definition at most
 */
public record PinLimits(int description, int kept, int names, int approved, int rejected, int findings) {
    /** 8,192 and 60,000 characters, 5,000 names, 8 digests of each, 20 findings. */
    public static final PinLimits DEFAULT = new PinLimits(8_192, 60_000, 5_000, 8, 8, 20);
}
