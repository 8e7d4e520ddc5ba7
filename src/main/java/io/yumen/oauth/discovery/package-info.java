/**
 * How an OAuth client finds out whom to ask: challenges of servers that refuse (RFC 9110, RFC 6750), protected-resource
 * metadata (RFC 9728), authorization-server metadata (RFC 8414, OpenID Connect Discovery), and the 2025-03-26 fallbacks.
 * All of it is said by strangers: every URL passes the egress guard, every document has a size and a time.
 * {@code oauth} calls it. May import {@code http}, {@code http.client} and {@code protocol}.
 */
@NullMarked
package io.yumen.oauth.discovery;

import org.jspecify.annotations.NullMarked;
