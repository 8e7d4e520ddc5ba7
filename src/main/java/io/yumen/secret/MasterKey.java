package io.yumen.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The one secret that a gateway keeps beyond its life: 256 random bits in a file that only its user can read. From it come the
 * keys for all purposes (HKDF-SHA256, RFC 5869), so that none of them tells anything of another. Who copies the state without
 * this file can open nothing that is sealed in it.
 */
public final class MasterKey {
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    /**
     * The key of that file, which is made where there is none.
     *
     * @throws IOException where it cannot be read or written
     * @throws IllegalStateException where it is no key, or others can read it; the message says what to do
     */
    public static MasterKey of(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(file);
        }
        requirePrivate(file);
        try {
            byte[] key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (key.length == BYTES) {
                return new MasterKey(key);
            }
        } catch (IllegalArgumentException e) {
            // The same as one of the wrong length.
        }
        throw new IllegalStateException(
                file + " is no key of a gateway; bring back its backup. Without it, what is sealed in"
                        + " the state cannot be opened, and its keys are worth nothing");
    }

    /** Seals for that purpose, which is a name of ours; with no other purpose's sealer can it be opened. */
    public Sealer sealer(String purpose) {
        try {
            return new Sealer(KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .thenExpand(("yumen " + purpose).getBytes(StandardCharsets.UTF_8), BYTES)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is missing from this Java runtime", e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        byte[] text = (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        Path made = Files.createTempFile(file.toAbsolutePath().getParent(), "master", ".new");
        try {
            try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text));
                channel.force(true);
            }
            // Another process may have made one meanwhile, and given keys out already: its key stays.
            Files.createLink(file, made);
        } catch (FileAlreadyExistsException e) {
            // That one is read.
        } finally {
            Files.delete(made);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(modes)) {
            throw new IllegalStateException(
                    file + " can be read by others (" + PosixFilePermissions.toString(modes) + "): chmod 600 " + file);
        }
    }
}
