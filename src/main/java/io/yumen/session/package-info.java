/**
 * The edge towards clients, whatever the transport and the era: what a {@link io.yumen.session.Call} of a client is, who calls,
 * and where what belongs to it goes. {@code session.modern} and {@code session.legacy} make {@link io.yumen.exchange.Exchange
 * exchanges} of calls and hand them to a handler; transports call those. May import the exchange, the protocol, tenants and
 * secrets.
 */
@NullMarked
package io.yumen.session;

import org.jspecify.annotations.NullMarked;
