/**
 * TLS of connections that come in: its version, its keys, and the certificates of those who connect, out of PEM files that may
 * change. {@code http.server} calls it. Imports nothing of ours.
 */
@NullMarked
package io.yumen.http.tls;

import org.jspecify.annotations.NullMarked;
