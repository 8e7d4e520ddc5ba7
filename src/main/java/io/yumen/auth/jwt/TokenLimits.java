package io.yumen.auth.jwt;

import java.time.Duration;

/**
 * What is accepted of tokens, and spent on them.
 *
 * @param bytes the longest token, in characters
 * @param proofBytes the longest proof of possession
 * @param leeway how far the clocks of others may be off
 * @param verifiedTime how long a token that was verified is not verified again
 * @param askedTime how long a token that its provider was asked about is not asked about again
 * @param tokens how many tokens are remembered so
 * @param keyAge how long a provider's keys are used before they are fetched again
 * @param staleKeyAge how long they are used where they cannot be fetched
 * @param refetchPause how long an unknown key does not have them fetched again
 * @param asking how many tokens are asked about at the same time
 * @param proofTime how old a proof of possession may be
 * @param proofs how many proofs are remembered, so that none is taken twice
 */
public record TokenLimits(
        int bytes,
        int proofBytes,
        Duration leeway,
        Duration verifiedTime,
        Duration askedTime,
        int tokens,
        Duration keyAge,
        Duration staleKeyAge,
        Duration refetchPause,
        int asking,
        Duration proofTime,
        int proofs) {
    /** 16 KiB, 8 KiB, 60 s, 60 s, 30 s, 10,000, 10 min, 1 h, 10 s, 32, 60 s, 100,000. */
    public static final TokenLimits DEFAULT = new TokenLimits(
            16 << 10,
            8 << 10,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            10_000,
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            32,
            Duration.ofSeconds(60),
            100_000);

    public TokenLimits {
        if (bytes < 1 || proofBytes < 1 || tokens < 1 || asking < 1 || proofs < 1) {
            throw new IllegalArgumentException("Limits of tokens are positive");
        }
        if (leeway.isNegative() || staleKeyAge.compareTo(keyAge) < 0) {
            throw new IllegalArgumentException("A leeway is not negative, and keys are used as long as they are fresh");
        }
    }
}
