package io.yumen.audit.trail;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The file that holds the key of a trail: 64 hexadecimal digits, readable by its owner alone. It is not to lie beside the
 * data: who can change both can change the past.
 */
public final class KeyFile {
    /** Longer files are none of ours. */
    private static final long MAX_BYTES = 1024;

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private KeyFile() {}

    /**
     * The key in that file.
     *
     * @throws IOException when it cannot be read, is no key, or others can read or change it; the message says what to do
     */
    public static ChainKey read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is no key of an audit trail: it is too long");
        }
        if (Owned.isPosix(file)) {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
            if (found.stream().anyMatch(OTHERS::contains)) {
                throw new IOException("Others can use the key " + file + ": chmod 0400 it");
            }
        }
        try {
            return new ChainKey(HexFormat.of().parseHex(Files.readString(file).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no key of an audit trail: it has " + 2 * ChainKey.BYTES
                    + " hexadecimal digits, as openssl rand -hex " + ChainKey.BYTES + " makes them");
        }
    }

    /** The key in that file, which is made where there is none. */
    static ChainKey readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        return read(file);
    }

    /** Written elsewhere and then linked, so that nobody ever reads half a key, and of two makers one wins. */
    private static void make(Path file) throws IOException {
        Owned.directoryOf(file);
        byte[] secret = new byte[ChainKey.BYTES];
        new SecureRandom().nextBytes(secret);
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(), ".key", "", Owned.attributes(file, "rw-------"));
        try {
            Files.writeString(draft, HexFormat.of().formatHex(secret) + "\n");
            if (Owned.isPosix(draft)) {
                Files.setPosixFilePermissions(draft, EnumSet.of(PosixFilePermission.OWNER_READ));
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its key is as good.
        } finally {
            Files.delete(draft);
        }
    }
}
