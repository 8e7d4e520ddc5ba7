package io.yumen.auth.approval;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * How long and how much may wait.
 *
 * @param timeout how long a call waits for its approval
 * @param kept how long a decision counts for the same call of the same caller: an approval once, a refusal every time
 * @param waiting calls that wait or are decided at most
 * @param waitingOfTenant those of one tenant at most
 * @param waitingOfOne those of one principal at most
 * @param arguments characters of the arguments of a call at most: nobody approves what he cannot read
 */
public record ApprovalLimits(
        Duration timeout, Duration kept, int waiting, int waitingOfTenant, int waitingOfOne, int arguments) {
    /** 5 minutes, 10 minutes, 2,000 calls, 500 of one tenant, 20 of one principal, 16,384 characters. */
    public static final ApprovalLimits DEFAULT =
            new ApprovalLimits(Duration.ofMinutes(5), Duration.ofMinutes(10), 2_000, 500, 20, 16_384);

    public ApprovalLimits {
        if (!timeout.isPositive()
                || !kept.isPositive()
                || IntStream.of(waiting, waitingOfTenant, waitingOfOne, arguments)
                                .min()
                                .orElse(0)
                        < 1) {
            throw new IllegalArgumentException("Limits of approvals are positive");
        }
    }
}
