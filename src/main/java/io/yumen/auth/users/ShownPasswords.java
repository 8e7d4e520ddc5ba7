package io.yumen.auth.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were right a moment ago, for those who show theirs with every request: kept under a mark that only this
 * process can make, and good only as long as the user has the same password. Safe for many threads.
 */
final class ShownPasswords {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Cache<String, String> right;

    ShownPasswords(UserLimits limits, InstantSource clock) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
        this.right = Caffeine.newBuilder()
                .maximumSize(limits.remembered())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(limits.known())
                .build();
    }

    boolean isKnown(UserRecord user, Secret password) {
        return user.hash().equals(right.getIfPresent(mark(user, password)));
    }

    void remember(UserRecord user, Secret password) {
        right.put(mark(user, password), user.hash());
    }

    private String mark(UserRecord user, Secret password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(user.user().name().getBytes(StandardCharsets.UTF_8));
            // No name has this byte.
            mac.update((byte) 0);
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(password.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing from this Java runtime", e);
        }
    }
}
