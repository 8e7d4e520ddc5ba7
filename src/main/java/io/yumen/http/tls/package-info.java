/**
 * TLS of connections that come in: its version, its keys, and the certificates of those who connect, out of PEM files that may
 * change; and whom connections that go out believe. {@code http.server}, {@code audit.sink} and {@code service.helm.chart} call it.
 * Imports nothing of ours.
 */
@NullMarked
package io.yumen.http.tls;

import org.jspecify.annotations.NullMarked;
