package io.yumen.config;

/** A size in bytes. In the file: a number of bytes, or a text as in {@code "4MiB"}, {@code "512KiB"}. */
public record ByteSize(long bytes) {
    public ByteSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("A size is at least one byte");
        }
    }

    /** For the many interfaces that count in ints; larger sizes become the largest int. */
    public int toInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
