package io.yumen.secret;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104) under one key. Getting one from the Java runtime costs more than the digest of a short text, so it is
 * got once and copied. Safe for many threads.
 */
public final class Hmac {
    private static final String NAME = "HmacSHA256";

    /** Never used itself. */
    private final Mac ready;

    public Hmac(byte[] key) {
        try {
            ready = Mac.getInstance(NAME);
            ready.init(new SecretKeySpec(key, NAME));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC is missing from this Java runtime", e);
        }
    }

    /** One that has been given nothing yet; for one thread. */
    public Mac begin() {
        try {
            return (Mac) ready.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("HMAC of this Java runtime cannot be copied", e);
        }
    }

    /** The 32 bytes for that value. */
    public byte[] of(byte[] value) {
        return begin().doFinal(value);
    }
}
