package io.yumen.admin.api;

/** What a call is answered with. */
public sealed interface Reply {
    /** What the route says that it answers. */
    record Done(Record form) implements Reply {}

    /**
     * One of the failures that the route names.
     *
     * @param message what is wrong, and what to do
     */
    record Failed(Failure failure, String message) implements Reply {}

    /** That form. */
    static Reply of(Record form) {
        return new Done(form);
    }

    /** That failure, in the words in which it is described. */
    static Reply of(Failure failure) {
        return new Failed(failure, failure.when());
    }
}
