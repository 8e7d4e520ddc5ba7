/**
 * HTTP+SSE of 2024-11-05: one stream to the client, whose first event says where to post to. Of all revisions, for old
 * clients. The composition root mounts it. May import channels, the HTTP server face and the protocol.
 */
@NullMarked
package io.yumen.transport.sse;

import org.jspecify.annotations.NullMarked;
