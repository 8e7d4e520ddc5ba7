/**
 * Long poll, for clients whose network lets nothing else through: each request waits for what comes next. The composition
 * root mounts it; messages are posted where those of enveloped streams are. May import channels, the HTTP server face and
 * the protocol.
 */
@NullMarked
package io.yumen.transport.poll;

import org.jspecify.annotations.NullMarked;
