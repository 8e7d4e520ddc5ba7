package io.yumen.process;

/** Watches one child. */
@FunctionalInterface
public interface ChildObserver {

    /**
     * Takes the next event. Lines come one at a time, in order, and {@link ChildEvent.Exited} after the last of
     * them; while a line is being handled no further output is read, so that a slow observer slows the child and
     * not our memory. Complaints come one at a time too, but from another thread, at any moment before {@link
     * ChildEvent.Exited}.
     *
     * <p>What it throws is logged and otherwise ignored.
     */
    void on(ChildEvent event);
}
