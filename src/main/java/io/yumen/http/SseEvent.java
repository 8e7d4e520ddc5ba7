package io.yumen.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event.
 *
 * @param id what a client gives back as {@code Last-Event-ID}; null when the event carries none
 * @param type the {@code event:} field; null means {@code message}
 * @param data the payload, line breaks as LF
 * @param retry how long the peer asks us to wait before we connect again
 */
public record SseEvent(
        @Nullable String id,
        @Nullable String type,
        String data,
        @Nullable Duration retry) {

    public SseEvent {
        if (id != null && !isOneLine(id)) {
            throw new IllegalArgumentException("An event id must not contain CR, LF or NUL");
        }
        if (type != null && !isOneLine(type)) {
            throw new IllegalArgumentException("An event type must not contain CR, LF or NUL");
        }
        if (retry != null && retry.isNegative()) {
            throw new IllegalArgumentException("The retry time must not be negative");
        }
    }

    /** An event with data alone. */
    public static SseEvent of(String data) {
        return new SseEvent(null, null, data, null);
    }

    /** The same with this id. */
    public SseEvent withId(String value) {
        return new SseEvent(value, type, data, retry);
    }

    /** The same with this type. */
    public SseEvent withType(String value) {
        return new SseEvent(id, value, data, retry);
    }

    /** The same with this retry time. */
    public SseEvent withRetry(Duration value) {
        return new SseEvent(id, type, data, value);
    }

    /** The event as it stands on the wire, with the empty line that ends it. */
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length() + 64);
        field(out, "event: ", type);
        field(out, "id: ", id);
        field(out, "retry: ", retry == null ? null : Long.toString(retry.toMillis()));
        if (data.indexOf('\n') < 0 && data.indexOf('\r') < 0) {
            field(out, "data: ", data);
        } else {
            data.lines().forEach(line -> field(out, "data: ", line));
            if (data.endsWith("\n") || data.endsWith("\r")) {
                field(out, "data: ", "");
            }
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, String name, @Nullable String value) {
        if (value != null) {
            out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
    }

    private static boolean isOneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\0') < 0;
    }
}
