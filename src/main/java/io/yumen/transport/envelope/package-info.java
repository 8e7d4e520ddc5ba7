/**
 * Enveloped server-sent events: every message in an envelope of type, id, timestamp and data; pings that want a pong; streams
 * that go on where they broke, here or on a WebSocket or a poll. The composition root mounts it. May import channels, the
 * HTTP server face, the exchange and the protocol.
 */
@NullMarked
package io.yumen.transport.envelope;

import org.jspecify.annotations.NullMarked;
