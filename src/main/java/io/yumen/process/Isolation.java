package io.yumen.process;

import java.util.Locale;

/**
 * How far a child is kept from the rest of the machine. Each level holds what those before it hold. At every level a child has
 * a session and process group of its own, three open files, the variables that it was given, and does not outlive us.
 */
public enum Isolation {
    /**
     * The rights of our own user. A small supervising shell ends the child's process group when our pipe to it closes; what left
     * the group is found by the tree of parents and by the environment variable {@code YUMEN_CHILD} that it inherited. A process
     * that left the group, lost its parent and cleared its environment survives.
     */
    NONE,
    /**
     * A process namespace that the kernel ends with us: nothing survives, no process outside is seen, no new privileges can be
     * had (set-user-id programs such as {@code sudo} have no effect), and our own folders are hidden. The rest is as on the host.
     */
    PROCESS,
    /** A read-only system, private folders for temporary files and home, and of everything else what was named. */
    FILES,
    /** No network either. */
    SEALED;

    /** As it stands in the settings. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it keeps a child from all that {@code other} does. */
    public boolean holds(Isolation other) {
        return compareTo(other) >= 0;
    }

    /** Whether bubblewrap is what makes it. */
    boolean isWrapped() {
        return this != NONE;
    }
}
