package io.yumen.http.client;

import io.yumen.http.SseDecoder;
import io.yumen.http.SseEvent;
import io.yumen.http.SseLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a response one by one. For one thread; cancel through the call's {@link CallControl}.
 *
 * <pre>{@code
 * try (SseReader events = response.events(SseLimits.DEFAULT)) {
 *     for (SseEvent event = events.next(); event != null; event = events.next()) { ... }
 * }
 * }</pre>
 */
public final class SseReader implements AutoCloseable {
    private static final int CHUNK = 8 << 10;

    private final RelayResponse response;
    private final SseDecoder decoder;
    private final byte[] some = new byte[CHUNK];

    SseReader(RelayResponse response, SseLimits limits) {
        this.response = response;
        this.decoder = new SseDecoder(limits);
    }

    /**
     * The next event, blocking; null when the server ended the stream in good order. An event that was not finished
     * by then is dropped, as the standard says.
     *
     * @throws io.yumen.http.HttpException as in {@link RelayResponse#body}
     */
    public @Nullable SseEvent next() {
        SseEvent event = decoder.poll();
        while (event == null) {
            int count = response.read(some, 0, CHUNK);
            if (count < 0) {
                return null;
            }
            feed(count);
            event = decoder.poll();
        }
        return event;
    }

    /** Ends the connection unless the stream was read to its end. */
    @Override
    public void close() {
        response.close();
    }

    private void feed(int count) {
        boolean fine = false;
        try {
            decoder.feed(some, 0, count);
            fine = true;
        } finally {
            if (!fine) {
                response.close();
            }
        }
    }
}
