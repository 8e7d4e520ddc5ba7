package io.yumen.audit.trail;

import io.yumen.audit.trail.Anchor.Position;
import io.yumen.audit.trail.TrailFiles.Numbered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks trails through, and finds the first record that is not as it was written. Changes nothing. Safe for many threads. */
public final class Verifier {
    private final ChainKey key;

    public Verifier(ChainKey key) {
        this.key = key;
    }

    /**
     * Looks through every trail in a folder.
     *
     * @param anchors the folder of the anchors
     * @return what was found, by the folder of each trail
     * @throws IOException when something cannot be read
     */
    public Map<Path, Finding> directory(Path directory, Path anchors) throws IOException {
        Map<Path, Finding> findings = new LinkedHashMap<>();
        List<Path> trails = Files.isDirectory(directory) ? TrailFiles.trails(directory) : List.of();
        for (Path trail : trails) {
            findings.put(trail, trail(trail, Anchor.file(anchors, trail.toAbsolutePath())));
        }
        if (!trails.contains(directory)) {
            for (Path gone : Anchor.trails(anchors, directory)) {
                if (!Files.isDirectory(gone)) {
                    findings.put(gone, new Finding.Broken(gone, 0, 1, "The whole trail is gone"));
                }
            }
        }
        return findings;
    }

    /**
     * Looks through one file: that its records follow each other. What should stand before and behind it is not known.
     *
     * @throws IOException when it cannot be read
     */
    public Finding file(Path file) throws IOException {
        Walk walk = new Walk(key, Optional.empty());
        int number = TrailFiles.numbered(file).map(Numbered::number).orElse(0);
        Optional<Finding.Broken> broken = walk.file(new Numbered(number, file));
        return broken.isPresent() ? broken.get() : walk.intact();
    }

    private Finding trail(Path trail, Path anchorFile) throws IOException {
        Optional<Position> anchor;
        try {
            anchor = Anchor.read(anchorFile, key);
        } catch (IOException e) {
            return new Finding.Broken(anchorFile, 1, 0, String.valueOf(e.getMessage()));
        }
        // The anchor is read first: a trail that is being written may be longer by now, and never shorter.
        List<Numbered> files = TrailFiles.of(trail);
        Walk walk = new Walk(key, anchor);
        for (Numbered file : files) {
            if (!Files.exists(file.path())) {
                // Removed just now, because it is old.
                continue;
            }
            Optional<Finding.Broken> broken = walk.file(file);
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        Optional<Finding.Broken> broken = walk.end(trail);
        return broken.isPresent() ? broken.get() : walk.intact();
    }
}
