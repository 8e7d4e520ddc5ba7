package io.yumen.hub.names;

import io.yumen.secret.Sha256;
import java.util.HexFormat;

/** A short, stable fingerprint of strings. */
final class Digest {
    private static final int BYTES = 4;

    private Digest() {}

    /** Eight hexadecimal digits that say which strings these are, on every node alike. */
    static String of(String... parts) {
        return HexFormat.of().formatHex(Sha256.of(String.join("\0", parts)), 0, BYTES);
    }
}
