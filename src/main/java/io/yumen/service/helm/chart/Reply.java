package io.yumen.service.helm.chart;

import io.yumen.http.Headers;
import java.net.URI;

/**
 * What a repository or registry answered.
 *
 * @param from where it stands, after redirects
 * @param body whole; not changed any more
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(URI from, int status, Headers headers, byte[] body) {}
