package io.yumen.service.prometheus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Something to draw on in at most sixteen colours, of which the first is the ground. Its PNG has four bits a pixel, so that it has never
 * many more bytes than half its pixels. For one thread.
 */
final class Canvas {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int BITS = 4;
    private static final int INDEXED = 3;

    private final int width;
    private final int height;
    private final byte[] pixels;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new byte[width * height];
    }

    /** Draws one dot; beside the canvas, nothing. */
    void dot(int x, int y, int colour) {
        if (x >= 0 && x < width && y >= 0 && y < height) {
            pixels[y * width + x] = (byte) colour;
        }
    }

    /** Draws a straight line, one dot thin. */
    void line(Place from, Place to, int colour) {
        int far = Math.max(Math.abs(to.x() - from.x()), Math.abs(to.y() - from.y()));
        for (int i = 0; i <= far; i++) {
            double part = far == 0 ? 0 : (double) i / far;
            dot(between(from.x(), to.x(), part), between(from.y(), to.y(), part), colour);
        }
    }

    private static int between(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }

    /** Fills a rectangle. */
    void fill(Place corner, int wide, int high, int colour) {
        for (int y = 0; y < high; y++) {
            for (int x = 0; x < wide; x++) {
                dot(corner.x() + x, corner.y() + y, colour);
            }
        }
    }

    /** Writes a text; its upper left corner is there. */
    void text(Place corner, String text, int colour) {
        for (int i = 0; i < text.length(); i++) {
            letter(new Place(corner.x() + i * Glyphs.ADVANCE, corner.y()), text.charAt(i), colour);
        }
    }

    private void letter(Place corner, char letter, int colour) {
        for (int row = 0; row < Glyphs.HEIGHT; row++) {
            for (int column = 0; column < Glyphs.width(); column++) {
                if (Glyphs.hasDot(letter, column, row)) {
                    dot(corner.x() + column, corner.y() + row, colour);
                }
            }
        }
    }

    /**
     * The picture as a PNG.
     *
     * @param colours red, green and blue of each colour, as in {@code 0xff8000}
     */
    byte[] png(List<Integer> colours) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        chunk(out, "IHDR", header.put((byte) BITS).put((byte) INDEXED).array());
        ByteBuffer palette = ByteBuffer.allocate(3 * colours.size());
        colours.forEach(colour ->
                palette.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put(colour.byteValue()));
        chunk(out, "PLTE", palette.array());
        chunk(out, "IDAT", deflated(rows()));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Two pixels a byte; each row begins with a byte that says that it is not filtered. */
    private byte[] rows() {
        int rowBytes = 1 + (width + 1) / 2;
        byte[] rows = new byte[rowBytes * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int shift = x % 2 == 0 ? BITS : 0;
                rows[y * rowBytes + 1 + x / 2] |= (byte) (pixels[y * width + x] << shift);
            }
        }
        return rows;
    }

    private static byte[] deflated(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(plain);
            deflater.finish();
            byte[] part = new byte[8 << 10];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(type);
        check.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(type);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
    }

    /** A dot; x to the right, y downwards. */
    record Place(int x, int y) {}
}
