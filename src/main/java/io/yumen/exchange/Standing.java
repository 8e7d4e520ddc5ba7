package io.yumen.exchange;

/**
 * Says whether a caller may still have what a tool has brought, when that is fetched: rules may have taken the tool away since it was
 * called. Does not wait.
 */
@FunctionalInterface
public interface Standing {
    /** Whatever a tool has brought may be had. */
    Standing ALWAYS = tool -> caller -> Policy.Decision.ALLOWED;

    /** What is called under that name now, whatever bears it later. */
    Called called(String tool);

    /** That of a handler, where it has one. */
    static Standing of(Handler handler) {
        return handler instanceof Standing standing ? standing : ALWAYS;
    }

    /** A tool that was called. */
    @FunctionalInterface
    interface Called {
        /** Whether that caller may have what it has brought. */
        Policy.Decision decide(Caller caller);
    }
}
