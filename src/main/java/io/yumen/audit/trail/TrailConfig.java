package io.yumen.audit.trail;

import java.nio.file.Path;

/**
 * Where a trail is, and how much of it.
 *
 * @param directory the folder of all trails of this installation; each process that writes has one in it
 * @param key the file of the key; made where there is none
 * @param anchors the folder of the anchors, which is not the trail's
 * @param limits how much is kept
 */
public record TrailConfig(Path directory, Path key, Path anchors, TrailLimits limits) {
    /**
     * Where the anchors of the trails in that folder lie if nothing else is said: beside it, for the key may be where nothing
     * can be written.
     */
    public static Path anchorsOf(Path directory) {
        return directory.toAbsolutePath().resolveSibling("keys");
    }

    public TrailConfig {
        if (key.toAbsolutePath().startsWith(directory.toAbsolutePath())
                || anchors.toAbsolutePath().startsWith(directory.toAbsolutePath())) {
            throw new IllegalArgumentException("The key and the anchors of a trail do not lie beside its data");
        }
    }
}
