package io.yumen.audit.trail;

import io.yumen.secret.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;

/** The key of a trail. From its bytes come two that have nothing to do with each other: one binds records, one digests arguments. */
public final class ChainKey {
    static final int BYTES = 32;

    private static final int ID_BYTES = 6;

    private final Hmac chain;
    private final Hmac arguments;
    private final String id;

    /** @throws IllegalArgumentException when it has not 32 bytes */
    public ChainKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("The key of a trail has " + BYTES + " bytes, not " + secret.length);
        }
        Hmac root = new Hmac(secret);
        chain = derive(root, "yumen audit chain 1");
        arguments = derive(root, "yumen audit arguments 1");
        byte[] name = root.of("yumen audit key id 1".getBytes(StandardCharsets.UTF_8));
        id = HexFormat.of().formatHex(Arrays.copyOf(name, ID_BYTES));
    }

    /** What names the key and gives nothing of it away. */
    public String id() {
        return id;
    }

    /** What binds records; for one thread. */
    Mac chain() {
        return chain.begin();
    }

    /** A digest of that value. */
    String digest(byte[] value) {
        return base64(arguments.of(value));
    }

    /** 32 bytes as 43 letters. */
    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Hmac derive(Hmac root, String purpose) {
        return new Hmac(root.of(purpose.getBytes(StandardCharsets.UTF_8)));
    }
}
