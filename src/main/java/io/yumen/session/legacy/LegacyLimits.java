package io.yumen.session.legacy;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What clients of the legacy era may take up.
 *
 * @param maxSessions sessions in all
 * @param maxSessionsPerPrincipal sessions of one principal
 * @param idleTime how long a session lives without a request and without an open stream
 * @param maxInFlight requests under way in one session
 * @param maxQuestions questions to one client under way
 * @param answerTime how long a client may take to answer a question
 * @param maxRounds how often one request may be sent again with answers
 * @param maxSubscriptions resources that one session watches
 * @param listenTime how long a subscription may take until it is acknowledged
 * @param notificationsPerSecond progress and log messages, and notifications of the client, of one session; more are dropped
 * @param maxIntroduction characters of what a client says of itself in {@code initialize}, which is kept as long as the
 *     session: clientInfo and capabilities together
 */
public record LegacyLimits(
        int maxSessions,
        int maxSessionsPerPrincipal,
        Duration idleTime,
        int maxInFlight,
        int maxQuestions,
        Duration answerTime,
        int maxRounds,
        int maxSubscriptions,
        Duration listenTime,
        int notificationsPerSecond,
        int maxIntroduction) {
    /** 20,000 sessions, 2,000 a principal, 30 minutes idle; 256 requests and 64 questions; 10 minutes an answer; 32 KiB of introduction. */
    public static final LegacyLimits DEFAULT = new LegacyLimits(
            20_000,
            2_000,
            Duration.ofMinutes(30),
            256,
            64,
            Duration.ofMinutes(10),
            10,
            1_000,
            Duration.ofSeconds(10),
            1_000,
            32 << 10);

    public LegacyLimits {
        int[] counts = {
            maxSessions,
            maxSessionsPerPrincipal,
            maxInFlight,
            maxQuestions,
            maxRounds,
            maxSubscriptions,
            notificationsPerSecond,
            maxIntroduction
        };
        if (Arrays.stream(counts).anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("Limits of sessions are positive");
        }
        if (!Stream.of(idleTime, answerTime, listenTime).allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException("Times of sessions are positive");
        }
    }

    /** The same with another limit of sessions, for one principal and in all, and another idle time. */
    public LegacyLimits withSessions(int max, int maxOfPrincipal, Duration idle) {
        return new LegacyLimits(
                max,
                maxOfPrincipal,
                idle,
                maxInFlight,
                maxQuestions,
                answerTime,
                maxRounds,
                maxSubscriptions,
                listenTime,
                notificationsPerSecond,
                maxIntroduction);
    }

    /** The same with another time for answers. */
    public LegacyLimits withAnswerTime(Duration time) {
        return new LegacyLimits(
                maxSessions,
                maxSessionsPerPrincipal,
                idleTime,
                maxInFlight,
                maxQuestions,
                time,
                maxRounds,
                maxSubscriptions,
                listenTime,
                notificationsPerSecond,
                maxIntroduction);
    }
}
