package io.yumen.transport;

import java.util.regex.Pattern;

/** What was said on a wire, with what is different each time made the same. */
final class Spoken {
    private static final Pattern STATE = Pattern.compile("\"requestState\":\"[^\"]+\"");
    private static final Pattern ID = Pattern.compile("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])");
    private static final Pattern LENGTH = Pattern.compile("Content-Length: \\d+");

    private final StringBuilder text = new StringBuilder();

    void sent(String what) {
        add("> " + what);
    }

    void came(String what) {
        add("< " + what);
    }

    /** The head of a response. */
    void came(Wire wire) {
        came("HTTP " + wire.status());
        wire.headers().forEach((name, value) -> came(name + ": " + value));
    }

    /** One event, field by field. */
    void came(Wire.Event event) {
        if (!event.type().isEmpty()) {
            came("event: " + event.type());
        }
        if (!event.id().isEmpty()) {
            came("id: " + event.id());
        }
        if (!event.retry().isEmpty()) {
            came("retry: " + event.retry());
        }
        came("data: " + event.data());
    }

    private void add(String line) {
        String masked = STATE.matcher(line).replaceAll("\"requestState\":\"STATE\"");
        masked = ID.matcher(masked).replaceAll("IDENTIFIER");
        text.append(LENGTH.matcher(masked).replaceAll("Content-Length: LENGTH").stripTrailing())
                .append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
