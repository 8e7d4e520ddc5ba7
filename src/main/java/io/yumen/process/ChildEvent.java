package io.yumen.process;

/** What a child does: it says lines, complains on standard error, and one day it exits. */
public sealed interface ChildEvent {

    /**
     * A line of standard output without its line break; never empty. The last one may lack its line break, and so
     * be half a line.
     *
     * @param bytes the line; the receiver owns it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, compared never: a copy or a wrapper would only cost
    record Line(byte[] bytes) implements ChildEvent {}

    /**
     * A line of standard output was longer than {@link ChildLimits#lineBytes} and was skipped. What follows is
     * delivered.
     *
     * @param start the first characters of it, fit for a log
     */
    record LineTooLong(String start) implements ChildEvent {}

    /**
     * A line of standard error, fit for a log: without control characters or terminal sequences.
     *
     * @param text what it says
     * @param omitted how many lines before it were kept back from events because they came too fast
     */
    record Complaint(String text, long omitted) implements ChildEvent {}

    /**
     * The child ended. Nothing follows, and no write to it succeeds any more.
     *
     * @param exit how it ended
     */
    record Exited(Exit exit) implements ChildEvent {}
}
