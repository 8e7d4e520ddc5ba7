package io.yumen.auth.approval;

import java.time.Duration;

/**
 * How long and how much may wait.
 *
 * @param timeout how long a call waits for its approval
 * @param kept how long a decision counts for the same call of the same caller: an approval once, a refusal every time
 * @param waiting calls of a tenant that wait or are decided at most
 * @param waitingOfOne those of one principal at most
 * @param arguments characters of the arguments of a call at most: nobody approves what he cannot read
 */
public record ApprovalLimits(Duration timeout, Duration kept, int waiting, int waitingOfOne, int arguments) {
    /** 5 minutes, 10 minutes, 500 calls, 20 of one principal, 16,384 characters. */
    public static final ApprovalLimits DEFAULT =
            new ApprovalLimits(Duration.ofMinutes(5), Duration.ofMinutes(10), 500, 20, 16_384);

    public ApprovalLimits {
        if (!timeout.isPositive() || !kept.isPositive() || Math.min(waiting, Math.min(waitingOfOne, arguments)) < 1) {
            throw new IllegalArgumentException("Limits of approvals are positive");
        }
    }
}
