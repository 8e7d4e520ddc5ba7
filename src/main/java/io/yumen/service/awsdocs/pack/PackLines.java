package io.yumen.service.awsdocs.pack;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The lines of a pack, one after the other, none longer and all together not more than the limits. For one thread. */
final class PackLines implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final PackLimits limits;
    private long taken;

    private PackLines(InputStream in, PackLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    static PackLines open(Path file, PackLimits limits) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return new PackLines(new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER), limits);
        } catch (ZipException | EOFException e) {
            raw.close();
            throw new PackRefused("That is no pack: it is not packed with gzip");
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** The next one without its end; empty where there is none. */
    byte[] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                count(line.size());
                if (next == '\n') {
                    return line.toByteArray();
                }
                line.write(next);
            }
        } catch (ZipException | EOFException e) {
            throw new PackRefused("The pack is damaged, or was cut off: " + e.getMessage());
        }
        if (line.size() > 0) {
            throw new PackRefused("The pack was cut off in the middle of a line");
        }
        return new byte[0];
    }

    private void count(int length) {
        taken++;
        if (length >= limits.line()) {
            throw new PackRefused("The pack has a line of more than " + limits.line() + " bytes");
        }
        if (taken > limits.bytes()) {
            throw new PackRefused("The pack has more than " + limits.bytes() + " bytes, unpacked");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
