/**
 * Streamable HTTP, both eras on one endpoint: {@code POST}, and for the legacy era {@code GET} and {@code DELETE}. The
 * composition root mounts it. May import channels, the sessions, the HTTP server face and the protocol.
 */
@NullMarked
package io.yumen.transport.http;

import org.jspecify.annotations.NullMarked;
