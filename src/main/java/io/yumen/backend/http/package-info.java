/**
 * Servers that are reached over HTTP: the stateless protocol, Streamable HTTP with sessions, and HTTP+SSE.
 * {@link io.yumen.backend.http.HttpConnector} finds out which and opens a connection. {@code app} wires it. May import the
 * backend, the relay client, and what stands below them.
 */
@NullMarked
package io.yumen.backend.http;

import org.jspecify.annotations.NullMarked;
