package io.yumen.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals small values into text that can be handed to strangers: they can neither read nor change it (AES-256-GCM with a
 * random 96-bit nonce). The context, which is not part of the text, must be the same at opening. Safe for many threads.
 */
public final class Sealer {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final int MARK_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;
    private final Hmac marks;

    /** A sealer with that key of 32 bytes. */
    public Sealer(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A sealing key has 32 bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.marks = new Hmac(key);
    }

    /** A sealer whose key lives as long as this process. */
    public static Sealer ephemeral() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Sealer(key);
    }

    /** Seals a value under that context; the text is URL-safe Base64 without padding. */
    public String seal(byte[] value, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(value);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this Java runtime", e);
        }
    }

    /** The value that was sealed under that context, or empty where the text is not ours, changed, or of another context. */
    public Optional<byte[]> open(String text, String context) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            if (whole.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** A mark of that value under that context, which nobody else can make: always the same, and as long as 22 letters. */
    public String mark(String value, String context) {
        Mac mac = marks.begin();
        mac.update(context.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        byte[] mark = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mark, MARK_BYTES));
    }

    /** Whether that is the mark of that value under that context; takes equally long however wrong it is. */
    public boolean isMark(String mark, String value, String context) {
        return MessageDigest.isEqual(
                mark.getBytes(StandardCharsets.UTF_8), mark(value, context).getBytes(StandardCharsets.UTF_8));
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
