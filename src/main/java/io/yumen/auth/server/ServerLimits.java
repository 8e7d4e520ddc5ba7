package io.yumen.auth.server;

import io.yumen.oauth.discovery.OAuthLimits;
import java.time.Duration;

/**
 * What the authorization server spends.
 *
 * @param codeTime how long a code can be redeemed
 * @param consentTime how long somebody may think about a consent
 * @param consents how many may be thought about at once
 * @param sessionTime how long a browser stays logged in
 * @param sessionIdle how long it stays so without being used
 * @param sessions how many browsers may be logged in
 * @param requestsPerMinute how often one address may ask each of the endpoints in a minute
 * @param documents how many documents of clients are remembered
 * @param documentTime how long they are
 * @param keyTime how long a key signs; it can verify until what it signed has ended
 */
public record ServerLimits(
        Duration codeTime,
        Duration consentTime,
        int consents,
        Duration sessionTime,
        Duration sessionIdle,
        int sessions,
        int requestsPerMinute,
        int documents,
        Duration documentTime,
        Duration keyTime) {
    /** 60 s, 10 min, 10,000, 12 h, 1 h, 10,000, 120, 500, 1 h, 30 days. */
    public static final ServerLimits DEFAULT = new ServerLimits(
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            10_000,
            Duration.ofHours(12),
            Duration.ofHours(1),
            10_000,
            120,
            500,
            Duration.ofHours(1),
            Duration.ofDays(30));

    /** The largest document of a client. */
    static final int DOCUMENT_BYTES = 5 << 10;

    /** How long fetching it may take. */
    static final Duration DOCUMENT_PATIENCE = Duration.ofSeconds(3);

    public ServerLimits {
        if (consents < 1 || sessions < 1 || requestsPerMinute < 1 || documents < 1) {
            throw new IllegalArgumentException("A limit is a number from 1 on");
        }
    }

    /** What fetching documents of clients may cost. */
    public static OAuthLimits ofDocuments() {
        OAuthLimits usual = OAuthLimits.DEFAULT.withFetchTime(DOCUMENT_PATIENCE);
        return new OAuthLimits(
                DOCUMENT_BYTES,
                usual.fetchTime(),
                usual.visitTime(),
                usual.visits(),
                usual.loginWait(),
                usual.logins(),
                usual.expirySkew(),
                usual.retryPause(),
                usual.metadataAge());
    }
}
