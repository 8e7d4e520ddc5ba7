package io.yumen.channel;

import java.util.List;

/** What a wire is given when it asks for more. */
public sealed interface Delivery {
    /** Messages to write, in this order; at least one. */
    record Messages(List<Numbered> messages) implements Delivery {
        public Messages {
            messages = List.copyOf(messages);
        }

        /** The sequence number of the last. */
        public long cursor() {
            return messages.getLast().sequence();
        }
    }

    /** Nothing came in that time. */
    record Nothing() implements Delivery {}

    /** Nothing more will come on this wire. */
    record Ended(Ending why) implements Delivery {}
}
