package io.yumen.channel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client is in its channel: what it gives back to go on where it was, as {@code Last-Event-ID} or in a poll.
 *
 * @param channel the id of the channel
 * @param sequence the number of the last message that the client saw, 0 before the first
 */
public record Cursor(String channel, long sequence) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,64})\\.(\\d{1,18})");

    /** Reads what a client sent; empty where it is none of ours. */
    public static Optional<Cursor> read(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Cursor(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return channel + "." + sequence;
    }
}
