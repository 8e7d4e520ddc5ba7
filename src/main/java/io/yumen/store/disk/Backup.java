package io.yumen.store.disk;

import io.yumen.secret.Sha256;
import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the tables hold, as one stream: gzip, in it a mark and a version, then each entry as its table, its key and its
 * text, each with its length in four bytes before it, then a length of -1, the number of entries, and the SHA-256 of all before. It
 * has the format of the tables in it, so a restored file is migrated as any other is.
 */
final class Backup {
    private static final String MARK = "yumen-backup";
    private static final int VERSION = 1;
    private static final int END = -1;

    /** No key, table or text is longer: a text is limited by {@link io.yumen.store.StoreLimits}, whatever its operator chose. */
    private static final int MOST_BYTES = 256 << 20;

    /** What is done with each entry of a backup. */
    @FunctionalInterface
    interface Receiver {
        void entry(String table, String key, String text);
    }

    private Backup() {}

    /** Writes all tables. Returns how many entries that were. */
    static long write(Tables tables, OutputStream target) {
        MessageDigest digest = Sha256.begin();
        try {
            DataOutputStream out = new DataOutputStream(
                    new DigestOutputStream(new BufferedOutputStream(new GZIPOutputStream(target)), digest));
            out.writeUTF(MARK);
            out.writeInt(VERSION);
            long[] count = {0};
            for (String name : tables.names()) {
                tables.table(name).scan("", "", (key, text) -> {
                    count[0]++;
                    return wrote(out, name, key, text);
                });
            }
            out.writeInt(END);
            out.writeLong(count[0]);
            out.flush();
            out.write(digest.digest());
            out.close();
            return count[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a backup to its end. Returns how many entries it has.
     *
     * @throws StoreException when it is none, is damaged, or is incomplete; entries may have been received before that shows
     */
    static long read(Path file, InputStream source, Receiver receiver) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (DataInputStream in = new DataInputStream(
                new DigestInputStream(new BufferedInputStream(new GZIPInputStream(source)), digest))) {
            if (!in.readUTF().equals(MARK)) {
                throw unusable(file, "it is no backup of Yumen", null);
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw new StoreException(
                        Code.NEWER, file + " was made by a newer Yumen; restore it with that one", null);
            }
            long count = entries(in, receiver);
            boolean isComplete = in.readLong() == count;
            byte[] expected = digest.digest();
            boolean isWhole = MessageDigest.isEqual(expected, in.readNBytes(expected.length)) && in.read() < 0;
            if (!isComplete || !isWhole) {
                throw unusable(file, "its checksum is wrong", null);
            }
            return count;
        } catch (EOFException | ZipException | UTFDataFormatException e) {
            throw unusable(file, "it is damaged, incomplete, or no backup of Yumen", e);
        }
    }

    private static long entries(DataInputStream in, Receiver receiver) throws IOException {
        long count = 0;
        int length = in.readInt();
        while (length != END) {
            String table = text(in, length);
            String key = text(in, in.readInt());
            receiver.entry(table, key, text(in, in.readInt()));
            count++;
            length = in.readInt();
        }
        return count;
    }

    private static boolean wrote(DataOutputStream out, String... texts) {
        try {
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > MOST_BYTES) {
            throw new ZipException("a length of " + length);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static StoreException unusable(Path file, String why, @Nullable Throwable cause) {
        return new StoreException(
                Code.DAMAGED, file + " cannot be restored: " + why + ". Nothing was changed; try an older one", cause);
    }
}
