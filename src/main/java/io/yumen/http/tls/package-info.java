/**
 * TLS out of PEM files, which may change: of connections that come in, its version, its keys, and the certificates of those who connect;
 * of those that go out, whom they believe, and what they show. {@code http.server}, {@code audit.sink}, {@code service.helm.chart} and
 * {@code app.servers} call it.
 * Imports nothing of ours.
 */
@NullMarked
package io.yumen.http.tls;

import org.jspecify.annotations.NullMarked;
