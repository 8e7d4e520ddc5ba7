package io.yumen.auth.users;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.yumen.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passwords as they are kept: Argon2id (RFC 9106) with two passes, in the form of the PHC. Safe for many threads.
 */
final class Passwords {
    /** NIST SP 800-63B-4 asks for eight where there is a second factor, which there is not. */
    static final int SHORTEST = 12;

    /** Longer ones only cost time. */
    static final int LONGEST = 256;

    /** RFC 9106, section 3.1. */
    static final int LEAST_KIBIBYTES = 8;

    /** As many as a hash may have been made with: one that takes more is none of ours. */
    private static final int MOST_KIBIBYTES = 1 << 20;

    private static final int MOST_PASSES = 10;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=1\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");
    private static final Base64.Encoder TEXT = Base64.getEncoder().withoutPadding();

    private final int kibibytes;
    private final SecureRandom random = new SecureRandom();

    /** Passwords whose hashes take that memory. */
    Passwords(int kibibytes) {
        this.kibibytes = kibibytes;
    }

    /** What is kept of a password. */
    String hash(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return "$argon2id$v=19$m=" + kibibytes + ",t=" + PASSES + ",p=" + LANES + "$" + TEXT.encodeToString(salt) + "$"
                + TEXT.encodeToString(derive(password, salt, kibibytes, PASSES));
    }

    /** Whether that was kept of this password, with whatever memory it was made. */
    boolean matches(Secret password, String hash) {
        Matcher parts = FORM.matcher(hash);
        if (!parts.matches() || password.reveal().length() > LONGEST) {
            return false;
        }
        int memory = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        if (memory < LEAST_KIBIBYTES || memory > MOST_KIBIBYTES || passes < 1 || passes > MOST_PASSES) {
            return false;
        }
        return MessageDigest.isEqual(
                derive(password, Base64.getDecoder().decode(parts.group(3)), memory, passes),
                Base64.getDecoder().decode(parts.group(4)));
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

    private static byte[] derive(Secret password, byte[] salt, int kibibytes, int passes) {
        return Argon2Function.getInstance(kibibytes, passes, LANES, HASH_BYTES, Argon2.ID)
                .hash(password.reveal().getBytes(StandardCharsets.UTF_8), salt)
                .getBytes();
    }
}
