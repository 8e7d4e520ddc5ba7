package io.yumen.secret;

import java.security.SecureRandom;
import java.util.Base64;

/** What nobody can guess, and the digests of it. */
public final class Randoms {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Randoms() {}

    /** That many random bytes as URL-safe text. */
    public static String text(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return encoded(random);
    }

    /** The challenge of a verifier (RFC 7636, S256). */
    public static String challenge(String verifier) {
        return encoded(Sha256.of(verifier));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
