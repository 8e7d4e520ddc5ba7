package io.yumen.oauth.discovery;

import java.time.Duration;

/**
 * What an OAuth client accepts of others and spends on them.
 *
 * @param documentBytes the largest metadata document or token response
 * @param fetchTime how long one request to an authorization server may take
 * @param visitTime how long a user has to finish a login, from its link on
 * @param visits how many logins may be under way at once, and how many links to them may be remembered
 * @param loginWait how long a call waits for its user to finish a login
 * @param logins how often in a row a user is asked to log in to one server within {@code visitTime}
 * @param expirySkew how long before its end a token counts as expired
 * @param retryPause how long a grant that failed is not tried again
 * @param metadataAge how long is believed what an authorization server says of itself that is asked again and again
 */
public record OAuthLimits(
        int documentBytes,
        Duration fetchTime,
        Duration visitTime,
        int visits,
        Duration loginWait,
        int logins,
        Duration expirySkew,
        Duration retryPause,
        Duration metadataAge) {
    /** 128 KiB, 10 s, 10 min, 1,000, 50 s, 3, 30 s, 30 s, 10 min. */
    public static final OAuthLimits DEFAULT = new OAuthLimits(
            128 << 10,
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            1_000,
            Duration.ofSeconds(50),
            3,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    public OAuthLimits {
        if (documentBytes < 1 || visits < 1 || logins < 1) {
            throw new IllegalArgumentException("Limits of the OAuth client are positive");
        }
        if (!fetchTime.isPositive() || !visitTime.isPositive() || !loginWait.isPositive() || !retryPause.isPositive()) {
            throw new IllegalArgumentException("Times of the OAuth client are positive");
        }
    }

    /** The same, where one request may take that long. */
    public OAuthLimits withFetchTime(Duration time) {
        return new OAuthLimits(
                documentBytes, time, visitTime, visits, loginWait, logins, expirySkew, retryPause, metadataAge);
    }
}
