/**
 * The edge towards clients, whatever the transport: {@link io.yumen.session.ModernEdge} serves clients of the modern era,
 * {@link io.yumen.session.legacy} those of the legacy era; both make {@link io.yumen.exchange.Exchange exchanges} of what
 * came and hand them to a handler. Transports call it. May import the exchange, the protocol, tenants and secrets.
 */
@NullMarked
package io.yumen.session;

import org.jspecify.annotations.NullMarked;
