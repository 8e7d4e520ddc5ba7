package io.yumen.auth.users;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.yumen.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Passwords as they are kept: Argon2id (RFC 9106) with 19 MiB and two passes, as OWASP has it, in the form of the PHC. Safe for
 * many threads.
 */
final class Passwords {
    /** The memory that verifying one takes. */
    static final int MEBIBYTES = 19;

    /** NIST SP 800-63B-4 asks for eight where there is a second factor, which there is not. */
    static final int SHORTEST = 12;

    /** Longer ones only cost time. */
    static final int LONGEST = 256;

    private static final int KIBIBYTES = MEBIBYTES * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final String PREFIX = "$argon2id$v=19$m=" + KIBIBYTES + ",t=" + PASSES + ",p=" + LANES + "$";
    private static final Base64.Encoder TEXT = Base64.getEncoder().withoutPadding();

    private final Argon2Function function = Argon2Function.getInstance(KIBIBYTES, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final SecureRandom random = new SecureRandom();

    /** What is kept of a password. */
    String hash(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return PREFIX + TEXT.encodeToString(salt) + "$" + TEXT.encodeToString(derive(password, salt));
    }

    /** Whether that was kept of this password. */
    boolean matches(Secret password, String hash) {
        if (!hash.startsWith(PREFIX) || password.reveal().length() > LONGEST) {
            return false;
        }
        String[] parts = hash.substring(PREFIX.length()).split("\\$", -1);
        return parts.length == 2
                && MessageDigest.isEqual(
                        derive(password, Base64.getDecoder().decode(parts[0])),
                        Base64.getDecoder().decode(parts[1]));
    }

    /** @throws IllegalArgumentException where nobody may have that password; the message says why */
    static void requireGood(String name, Secret password) {
        String text = password.reveal();
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            throw new IllegalArgumentException("A password has " + SHORTEST + " to " + LONGEST + " characters");
        }
        if (text.equalsIgnoreCase(name) || text.chars().distinct().count() < SHORTEST / 2) {
            throw new IllegalArgumentException("This password is easy to guess");
        }
    }

    private byte[] derive(Secret password, byte[] salt) {
        return function.hash(password.reveal().getBytes(StandardCharsets.UTF_8), salt)
                .getBytes();
    }
}
