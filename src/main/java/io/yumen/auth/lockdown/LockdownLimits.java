package io.yumen.auth.lockdown;

/**
 * How much may be locked.
 *
 * @param locks how many locks there may be at a time
 * @param reason letters of a reason
 * @param name letters of what a lock names
 */
public record LockdownLimits(int locks, int reason, int name) {
    /** 10,000 locks, 200 letters of a reason, 6,000 of a name: the ids of clients are long. */
    public static final LockdownLimits DEFAULT = new LockdownLimits(10_000, 200, 6_000);

    public LockdownLimits {
        if (locks < 1 || reason < 0 || name < 1) {
            throw new IllegalArgumentException("Limits of a lockdown are positive");
        }
    }
}
