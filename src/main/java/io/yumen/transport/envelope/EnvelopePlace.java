package io.yumen.transport.envelope;

import io.yumen.session.Endpoint;

/**
 * What a path is to this transport.
 *
 * @param endpoint the place that clients talk to
 * @param part which part of the transport is here
 */
public record EnvelopePlace(Endpoint endpoint, Part part) {
    /** The paths of the transport. */
    public enum Part {
        /** Where a stream is opened, or ended. */
        STREAM,
        /** Where messages are posted, for polls and sockets too. */
        MESSAGES,
        /** Where pings are answered. */
        PONG,
        /** Where a client learns how it can connect. */
        CAPABILITIES
    }
}
