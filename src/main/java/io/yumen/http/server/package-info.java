/**
 * How clients reach us over HTTP/1.1: a small blocking face over Helidon's HTTP/1.1 engine.
 *
 * <p>{@link io.yumen.http.server.HttpServer#start} takes a handler that runs on a virtual thread of its own for each
 * connection. Called by {@code transport}, {@code admin} and {@code app}. Imports {@code http} and {@code http.tls} only. Helidon's types
 * stay inside this package.
 */
@NullMarked
package io.yumen.http.server;

import org.jspecify.annotations.NullMarked;
