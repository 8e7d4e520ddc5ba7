package io.yumen.process;

/**
 * The limits of all children together.
 *
 * @param children how many may live at once; each costs three threads of the system
 */
public record ChildrenLimits(int children) {

    /** 512 children. */
    public static final ChildrenLimits DEFAULT = new ChildrenLimits(512);

    /** @throws IllegalArgumentException if it is not positive */
    public ChildrenLimits {
        if (children < 1) {
            throw new IllegalArgumentException("There must be room for a child");
        }
    }
}
