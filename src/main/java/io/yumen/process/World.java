package io.yumen.process;

import java.nio.file.Path;
import java.util.List;

/**
 * What a child is to have of the machine.
 *
 * @param isolation how far it is kept from the rest
 * @param firmness what is done where that cannot be had
 * @param read files and folders beyond the system that it may read, from {@link Isolation#FILES} on
 * @param write those that it may change, too
 * @param resources how much it may use; without effect where {@code isolation} is {@link Isolation#NONE}
 */
public record World(
        Isolation isolation, Firmness firmness, List<Path> read, List<Path> write, ResourceLimits resources) {
    /** What is done where a level cannot be had. */
    public enum Firmness {
        /** The next lower one that can be had is taken. */
        WHERE_POSSIBLE,
        /** The child does not start. */
        DEMANDED
    }

    /** The rest of the machine as it is, in a process namespace where that can be had. */
    public static final World USUAL =
            new World(Isolation.PROCESS, Firmness.WHERE_POSSIBLE, List.of(), List.of(), ResourceLimits.DEFAULT);

    public World {
        read = read.stream().map(World::whole).toList();
        write = write.stream().map(World::whole).toList();
    }

    /** That level and nothing lower, with no folder named. */
    public static World at(Isolation isolation) {
        return new World(isolation, Firmness.DEMANDED, List.of(), List.of(), ResourceLimits.DEFAULT);
    }

    /** The same, in which those may be read. */
    public World reading(Path... paths) {
        return new World(isolation, firmness, List.of(paths), write, resources);
    }

    /** The same, in which those may be changed. */
    public World writing(Path... paths) {
        return new World(isolation, firmness, read, List.of(paths), resources);
    }

    /** The same with those limits. */
    public World with(ResourceLimits others) {
        return new World(isolation, firmness, read, write, others);
    }

    private static Path whole(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
