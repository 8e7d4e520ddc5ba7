package io.yumen.session.legacy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an event: unique in its session, and says which stream it belongs to.
 *
 * @param stream the number of the stream within the session
 * @param sequence counts the events of the session, from 1
 */
public record EventId(int stream, long sequence) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

    /** Reads what a client sent as {@code Last-Event-ID}; empty where it is none of ours. */
    public static Optional<EventId> read(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new EventId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return stream + "-" + sequence;
    }
}
