package io.yumen.audit.trail;

import io.yumen.audit.trail.Chain.Place;
import io.yumen.protocol.FieldWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the last durable record of a trail is, in a small file apart from it, bound by the trail's key. It is never ahead of
 * the trail; behind it only when the machine ended suddenly. For one thread.
 */
final class Anchor implements AutoCloseable {
    private static final int BYTES = 512;
    private static final Pattern NAME = Pattern.compile("audit-(\\d{1,4})\\.anchor");

    private final FileChannel channel;
    private final String trail;
    private final ChainKey key;

    /** Opens, or makes, the anchor of that trail in that file. */
    Anchor(Path file, String trail, ChainKey key) throws IOException {
        Owned.directoryOf(file);
        this.channel = Owned.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        this.trail = trail;
        this.key = key;
    }

    /** The file for the trail in that folder. */
    static Path file(Path directory, Path trail) {
        return directory.resolve("audit-" + trail.getFileName() + ".anchor");
    }

    /** The folders of the trails that have an anchor there, below the folder of all trails. */
    static List<Path> trails(Path anchors, Path directory) throws IOException {
        if (!Files.isDirectory(anchors)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(anchors)) {
            return all.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> directory.resolve(name.group(1)))
                    .sorted()
                    .toList();
        }
    }

    /** Says that the trail has come to that place. */
    void move(Place place) throws IOException {
        FieldWriter fields = new FieldWriter()
                .put("trail", trail)
                .put("seq", place.sequence())
                .put("hash", place.hash());
        byte[] line = Line.bind(fields.bytes(), Line.NOTHING, key.chain());
        ByteBuffer whole = ByteBuffer.allocate(BYTES);
        whole.put(line).put((byte) '\n').clear();
        while (whole.hasRemaining()) {
            channel.write(whole, whole.position());
        }
    }

    /** Has it survive the machine's sudden end. */
    void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * What an anchor says.
     *
     * @param trail the name of its trail
     */
    record Position(String trail, Place place) {}

    /**
     * What the anchor in that file says; empty where there is none.
     *
     * @throws IOException when it cannot be read, or is not as it was written
     */
    static Optional<Position> read(Path file, ChainKey key) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        if (bytes.length != BYTES || end < 0 || !text.substring(end + 1).chars().allMatch(c -> c == 0)) {
            throw new IOException("The anchor " + file + " is not as it was written");
        }
        ObjectNode fields = Line.read(Arrays.copyOf(bytes, end), key.chain())
                .map(Line::fields)
                .orElseThrow(
                        () -> new IOException("The anchor " + file + " is not as it was written, or of another key"));
        Place place = new Place(fields.path("seq").asLong(), fields.path("hash").asString(""));
        return Optional.of(new Position(fields.path("trail").asString(""), place));
    }
}
