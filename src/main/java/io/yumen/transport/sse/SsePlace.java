package io.yumen.transport.sse;

import io.yumen.session.Endpoint;

/**
 * What a path is to this transport.
 *
 * @param endpoint the place that clients talk to
 * @param half which half of the transport is here
 * @param messages where clients post their messages to
 */
public record SsePlace(Endpoint endpoint, Half half, String messages) {
    /** The two paths of the transport. */
    public enum Half {
        /** Where the stream is opened. */
        STREAM,
        /** Where messages are posted. */
        MESSAGES
    }
}
