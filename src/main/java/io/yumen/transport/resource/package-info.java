/**
 * Resources by a plain {@code GET}, with what HTTP says of how long an answer is good, so that any proxy in front may keep them. The
 * composition root mounts it. May import sessions, the HTTP server face and the protocol.
 */
@NullMarked
package io.yumen.transport.resource;

import org.jspecify.annotations.NullMarked;
