package io.yumen.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals small values into text that can be handed to strangers: they can neither read nor change it (AES-256-GCM with a
 * random 96-bit nonce). The context, which is not part of the text, must be the same at opening. The text names its key, so that
 * it opens after a newer key came. Safe for many threads.
 */
public final class Sealer {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final int MARK_BYTES = 16;
    private static final int ID_BYTES = 4;

    /** Between the id of a key and what was made with it; no character of Base64. */
    private static final char DOT = '.';

    private final SecureRandom random = new SecureRandom();

    /** The newest first. */
    private final List<One> keys;

    /** A sealer with that key of 32 bytes. */
    public Sealer(byte[] key) {
        this(List.of(new One(idOf(key), key)));
    }

    private Sealer(List<One> keys) {
        this.keys = keys;
    }

    /** A sealer with keys of 32 bytes by their ids, the newest first: it seals with that one, and opens with all. */
    static Sealer of(SequencedMap<String, byte[]> keys) {
        return new Sealer(keys.entrySet().stream()
                .map(key -> new One(key.getKey(), key.getValue()))
                .toList());
    }

    /** A sealer whose key lives as long as this process. */
    public static Sealer ephemeral() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Sealer(key);
    }

    /** One key. */
    private static final class One {
        private final String id;
        private final SecretKey key;
        private final Hmac marks;

        One(String id, byte[] key) {
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("A sealing key has 32 bytes");
            }
            this.id = id;
            this.key = new SecretKeySpec(key, "AES");
            this.marks = new Hmac(key);
        }
    }

    /** The id of the key that it seals with. */
    public String id() {
        return keys.getFirst().id;
    }

    /** The id of the key that the text was sealed or marked with, or empty where it was before keys had ids. */
    public static Optional<String> keyOf(String text) {
        int dot = text.indexOf(DOT);
        return dot < 0 ? Optional.empty() : Optional.of(text.substring(0, dot));
    }

    /** Seals a value under that context; the text is the key's id, a dot, and URL-safe Base64 without padding. */
    public String seal(byte[] value, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        One newest = keys.getFirst();
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, newest.key, nonce, context).doFinal(value);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return newest.id + DOT + coded(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this Java runtime", e);
        }
    }

    /** The value that was sealed under that context, or empty where the text is not ours, changed, or of another context. */
    public Optional<byte[]> open(String text, String context) {
        Optional<String> id = keyOf(text);
        String sealed = text.substring(text.indexOf(DOT) + 1);
        return keys.stream()
                .filter(one -> id.isEmpty() || one.id.equals(id.get()))
                .map(one -> opened(one.key, sealed, context))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<byte[]> opened(SecretKey key, String text, String context) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            // Base64 has several texts for most bytes, but what is sealed has one: some of it names what may be locked.
            if (whole.length <= NONCE_BYTES || !coded(whole).equals(text)) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce, context)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static String coded(byte[] whole) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** A mark of that value under that context, which nobody else can make: always the same, and as long as 22 letters. */
    public String mark(String value, String context) {
        return mark(keys.getFirst(), value, context);
    }

    /** All marks of that value: of the newest key first, then those that older keys made. */
    public List<String> marks(String value, String context) {
        return keys.stream().map(one -> mark(one, value, context)).toList();
    }

    /** A mark to be kept: it names the key, so that one of an older key is known for that. */
    public String namedMark(String value, String context) {
        return id() + DOT + mark(value, context);
    }

    /** Whether that is a mark of that value under that context, named or not; what is wrong is not told by time. */
    public boolean isMark(String mark, String value, String context) {
        Optional<String> id = keyOf(mark);
        byte[] shown = mark.substring(mark.indexOf(DOT) + 1).getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (One one : keys) {
            boolean isOfIt = id.isEmpty() || one.id.equals(id.get());
            found |= isOfIt
                    && MessageDigest.isEqual(shown, mark(one, value, context).getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    static String idOf(byte[] key) {
        byte[] digest = new Hmac(key).of("key id".getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    }

    private static String mark(One one, String value, String context) {
        Mac mac = one.marks.begin();
        mac.update(context.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        byte[] mark = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mark, MARK_BYTES));
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "Sealer" + keys.stream().map(one -> one.id).toList();
    }
}
