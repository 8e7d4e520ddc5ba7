package io.yumen.transport.stdio;

/** What the next line of input is. */
public sealed interface Line {
    /** A line without its end; may be empty. */
    final class Text implements Line {
        private final byte[] bytes;

        Text(byte[] bytes) {
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes;
        }
    }

    /** A line that was too long, and was skipped to its end. */
    record TooLong() implements Line {}

    /** The input has ended. */
    record End() implements Line {}
}
