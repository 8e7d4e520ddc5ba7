package io.yumen.service.awsdocs.pack;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.desk.Intake;
import io.yumen.service.awsdocs.shelf.desk.Pattern;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a depot keeps as one file, and takes such files in. For one thread. */
public final class Packs {
    private final Depot depot;
    private final PackLimits limits;
    private final InstantSource clock;

    public Packs(Depot depot, PackLimits limits, InstantSource clock) {
        this.depot = depot;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What became of a pack.
     *
     * @param taken copies that are kept now
     * @param newer copies that were not taken: what is kept is as new, or newer
     * @param failed copies that could not be read, or that there is no room for
     */
    public record Taken(int taken, int newer, int failed) {}

    /**
     * Writes the pages that fit, and the contents of guides. The file is there when it is whole; who else writes it at the same time
     * writes another, and the last is there in the end.
     *
     * @return how many copies are in it
     * @throws PackRefused where nothing fits, or so much that nobody would take the pack in; a file that was there stays then
     */
    public int write(Path file, Pattern pattern) throws IOException {
        List<Key> keys = depot.keys().stream()
                .filter(PackForm::holds)
                .filter(key -> pattern.matches(key.name()))
                .toList();
        if (keys.isEmpty()) {
            throw new PackRefused("Nothing that is kept fits " + pattern + ", so that there is nothing to write");
        }
        if (keys.size() > limits.entries()) {
            throw new PackRefused("A pack has at most " + limits.entries() + " copies, and these are " + keys.size()
                    + ": write several with --pattern");
        }
        Path whole = file.toAbsolutePath();
        Path part = Files.createTempFile(whole.getParent(), ".pack", ".part");
        try {
            writeTo(part, keys);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            return keys.size();
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void writeTo(Path part, List<Key> keys) throws IOException {
        MessageDigest hash = sha256();
        try (OutputStream out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            long written = write(out, hash, PackForm.head(clock.instant()));
            for (Key key : keys) {
                Kept kept = depot.look(key)
                        .orElseThrow(() -> new PackRefused(key.name() + " cannot be read; the log says more"));
                written += write(out, hash, PackForm.line(kept));
                requireRoom(written);
            }
            ObjectNode tail = PackForm.tail(keys.size(), HexFormat.of().formatHex(hash.digest()));
            requireRoom(written + write(out, sha256(), tail));
        }
    }

    private void requireRoom(long written) {
        if (written > limits.bytes()) {
            throw new PackRefused("A pack has at most " + limits.bytes()
                    + " bytes, unpacked, and these copies have more: write several with --pattern");
        }
    }

    /** Returns how much that was. */
    private long write(OutputStream out, MessageDigest hash, JsonNode line) throws IOException {
        byte[] bytes = JsonCodec.bytes(line);
        if (bytes.length >= limits.line()) {
            throw new PackRefused("A copy in a pack has less than " + limits.line() + " bytes, and "
                    + line.path("name").asString("") + " has more: leave it out with --pattern");
        }
        out.write(bytes);
        out.write('\n');
        hash.update(bytes);
        hash.update((byte) '\n');
        return bytes.length + 1L;
    }

    /**
     * Takes in what is newer than what is kept. All of the pack is looked at before anything of it is kept.
     *
     * @throws PackRefused where it is none, or not whole; nothing has changed then
     */
    public Taken read(Path file) throws IOException {
        Instant now = clock.instant();
        int entries = check(file, now);
        Intake intake = new Intake();
        int taken = 0;
        int newer = 0;
        try (PackLines lines = PackLines.open(file, limits)) {
            lines.next();
            for (int i = 0; i < entries; i++) {
                PackForm.Entry entry = PackForm.entry(PackForm.read(lines.next(), limits), now);
                if (isNewer(entry)) {
                    taken += keep(intake, entry) ? 1 : 0;
                } else {
                    newer++;
                }
            }
        }
        return new Taken(taken, newer, entries - taken - newer);
    }

    private boolean isNewer(PackForm.Entry entry) {
        return depot.look(entry.key())
                .filter(kept -> !kept.stamp().checked().isBefore(entry.stamp().checked()))
                .isEmpty();
    }

    private boolean keep(Intake intake, PackForm.Entry entry) {
        try {
            Intake.Taken taken = intake.take(entry.key(), entry.given(), entry.stamp());
            return depot.put(taken.kept(), taken.contents());
        } catch (PageRefused e) {
            return false;
        }
    }

    /** Reads all of it, and returns how many entries it has. */
    private int check(Path file, Instant now) throws IOException {
        MessageDigest hash = sha256();
        try (PackLines lines = PackLines.open(file, limits)) {
            byte[] line = lines.next();
            PackForm.requireHead(PackForm.read(line, limits));
            for (int entries = 0; entries <= limits.entries(); entries++) {
                hash.update(line);
                hash.update((byte) '\n');
                line = lines.next();
                JsonNode read = PackForm.read(line, limits);
                if (read.has("sha256")) {
                    requireTail(read, entries, HexFormat.of().formatHex(hash.digest()));
                    requireEnd(lines);
                    return entries;
                }
                PackForm.entry(read, now);
            }
            throw new PackRefused("The pack has more than " + limits.entries() + " copies");
        }
    }

    private static void requireTail(JsonNode tail, int entries, String hash) {
        if (tail.path("entries").asInt(-1) != entries
                || !tail.path("sha256").asString("").equals(hash)) {
            throw new PackRefused("The pack is not as it was written: its checksum is another");
        }
    }

    private static void requireEnd(PackLines lines) throws IOException {
        if (lines.next().length > 0) {
            throw new PackRefused("The pack goes on after its end");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
