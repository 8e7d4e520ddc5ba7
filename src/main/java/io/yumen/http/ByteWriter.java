package io.yumen.http;

import java.util.Arrays;

/** A growing byte array that a message is put together in, so that it leaves in one write. Not thread-safe. */
public final class ByteWriter {
    private byte[] bytes;
    private int length;

    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** The array behind it; valid up to {@link #length} until the next put. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes were put. */
    public int length() {
        return length;
    }

    /** Forgets all. */
    public void clear() {
        length = 0;
    }

    /** Puts the text as Latin-1; characters beyond it must have been refused before. */
    public ByteWriter latin1(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
        return this;
    }

    /** Puts the bytes. */
    public ByteWriter bytes(byte[] more) {
        return bytes(more, 0, more.length);
    }

    /** Puts some of the bytes. */
    public ByteWriter bytes(byte[] more, int offset, int count) {
        reserve(count);
        System.arraycopy(more, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Puts the number in decimal. */
    public ByteWriter decimal(int number) {
        return latin1(Integer.toString(number));
    }

    /** Puts {@code Name: value} and the line end for each field. */
    public ByteWriter headers(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            latin1(headers.nameAt(i)).latin1(": ").latin1(headers.valueAt(i)).latin1("\r\n");
        }
        return this;
    }

    /** A copy of what was put. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }
}
