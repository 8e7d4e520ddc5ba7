/**
 * What both ends of HTTP share: header fields, server-sent events and the exceptions.
 *
 * <p>{@link io.yumen.http.server} is how clients reach us, {@link io.yumen.http.client} is how we reach HTTP servers
 * on the relay path. {@link io.yumen.http.websocket} is what both ends can switch to. Called by
 * transports, backends and the operators' routes. Imports nothing of Yumen. Third-party server
 * types stay inside {@code http.server}.
 */
@NullMarked
package io.yumen.http;

import org.jspecify.annotations.NullMarked;
