package io.yumen.process;

/**
 * How a child is kept from outliving us. Each level gives it a session and process group of its own and full access to
 * files, network and devices; none of them restricts what the child may do.
 */
public enum Isolation {
    /** {@link #BUBBLEWRAP} where it works on this machine, else {@link #SUPERVISED}. */
    AUTO,
    /**
     * A small supervising shell ends the child's process group when our pipe to it closes. Works on every POSIX
     * system. On Linux, what left the group is found by the tree of parents and by the environment variable {@code
     * YUMEN_CHILD} that it inherited; a process that left the group, lost its parent and cleared its environment
     * survives.
     */
    SUPERVISED,
    /**
     * The child lives in a process namespace of its own, which the kernel ends with us: nothing survives. Inside it,
     * set-user-id programs such as {@code sudo} have no effect, and process ids are not those of the host.
     */
    BUBBLEWRAP;

    /** What {@link #AUTO} is on this machine, which is tried. */
    public static Isolation here() {
        return Bubblewrap.probe(ProgramPath.ours()).isPresent() ? BUBBLEWRAP : SUPERVISED;
    }
}
