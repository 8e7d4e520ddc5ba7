package io.yumen.http;

import io.yumen.http.HttpException.Code;
import io.yumen.http.HttpException.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an event stream into events, however the bytes are cut into pieces.
 *
 * <p>Follows the event-stream rules of the HTML standard, more strictly in two ways: bytes that are not UTF-8 and
 * lines or events over the {@link SseLimits} are an {@link HttpException}. An event that carries an id or a retry time
 * but no data is handed out too, with empty data, since it moves the resume point. Not safe for several threads.
 */
public final class SseDecoder {
    private static final int FIRST_CAPACITY = 256;
    private static final int MAX_RETRY_DIGITS = 9;

    private final SseLimits limits;
    private final ArrayDeque<SseEvent> ready = new ArrayDeque<>();
    private byte[] line = new byte[FIRST_CAPACITY];
    private int lineLength;
    private boolean afterCarriageReturn;
    private boolean firstLine = true;

    private @Nullable StringBuilder moreData;
    private @Nullable String data;
    private @Nullable String id;
    private @Nullable String type;
    private @Nullable Duration retry;

    public SseDecoder(SseLimits limits) {
        this.limits = limits;
    }

    /** The next complete event, or null when more bytes are needed. */
    public @Nullable SseEvent poll() {
        return ready.poll();
    }

    /**
     * Takes some more bytes of the stream; then {@link #poll} until it gives null.
     *
     * @throws HttpException when the stream is malformed or over a limit
     */
    public void feed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int start = offset;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b != '\n' && b != '\r') {
                afterCarriageReturn = false;
            } else if (b == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                start = i + 1;
            } else {
                append(bytes, start, i - start);
                endLine();
                start = i + 1;
                afterCarriageReturn = b == '\r';
            }
        }
        append(bytes, start, end - start);
    }

    private void append(byte[] bytes, int offset, int length) {
        if (length <= 0) {
            return;
        }
        if (length > limits.lineBytes() - lineLength) {
            throw tooLarge("A line of the event stream is longer than " + limits.lineBytes() + " bytes");
        }
        if (lineLength + length > line.length) {
            line = Arrays.copyOf(line, Math.max(lineLength + length, 2 * line.length));
        }
        System.arraycopy(bytes, offset, line, lineLength, length);
        lineLength += length;
    }

    private void endLine() {
        int length = lineLength;
        lineLength = 0;
        if (length == 0) {
            firstLine = false;
            dispatch();
            return;
        }
        String text = decode(length);
        if (firstLine) {
            firstLine = false;
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
        if (line.length > limits.lineBytes() / 2 && line.length > 1 << 16) {
            line = new byte[FIRST_CAPACITY];
        }
        takeField(text);
    }

    private void takeField(String text) {
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        if (colon == 0) {
            return;
        }
        String name = colon < 0 ? text : text.substring(0, colon);
        switch (name) {
            case "data" -> addData(value(text, colon));
            case "event" -> type = value(text, colon);
            case "id" -> takeId(value(text, colon));
            case "retry" -> takeRetry(value(text, colon));
            default -> {
                // The standard has unknown fields ignored.
            }
        }
    }

    private void takeId(String value) {
        if (value.indexOf('\0') < 0) {
            id = value;
        }
    }

    private void takeRetry(String value) {
        boolean digits = !value.isEmpty()
                && value.length() <= MAX_RETRY_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits) {
            retry = Duration.ofMillis(Long.parseLong(value));
        }
    }

    private void addData(String value) {
        if (data == null) {
            data = value;
            return;
        }
        if (moreData == null) {
            moreData = new StringBuilder(data);
        }
        // Characters, not bytes: at most one byte each in the worst direction, so never more than the cap allows.
        if ((long) moreData.length() + value.length() + 1 > limits.eventBytes()) {
            throw tooLarge("An event has more than " + limits.eventBytes() + " bytes of data");
        }
        moreData.append('\n').append(value);
    }

    private void dispatch() {
        String text = moreData == null ? data : moreData.toString();
        if (text != null || id != null || retry != null) {
            ready.add(event(text == null ? "" : text));
        }
        moreData = null;
        data = null;
        id = null;
        type = null;
        retry = null;
    }

    private SseEvent event(String text) {
        if (text.length() > limits.eventBytes()) {
            throw tooLarge("An event has more than " + limits.eventBytes() + " bytes of data");
        }
        String named = type == null || type.indexOf('\0') >= 0 ? null : type;
        return new SseEvent(id, named, text, retry);
    }

    private static String value(String text, int colon) {
        if (colon < 0) {
            return "";
        }
        int start = colon + 1 < text.length() && text.charAt(colon + 1) == ' ' ? colon + 2 : colon + 1;
        return text.substring(start);
    }

    private String decode(int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpException(Code.PROTOCOL, Progress.MAYBE_SENT, "The event stream is not UTF-8", e);
        }
    }

    private static HttpException tooLarge(String message) {
        return new HttpException(Code.TOO_LARGE, Progress.MAYBE_SENT, message, null);
    }
}
