/**
 * The contract that everything which answers MCP requests fulfils: {@link io.yumen.exchange.Handler} takes an
 * {@link io.yumen.exchange.Exchange} and returns its result. The hub, the backends and the built-in services are handlers;
 * transports call them. All of it speaks the modern era; the legacy era is an adapter at each edge. May import the
 * protocol, tenants and secrets.
 */
@NullMarked
package io.yumen.exchange;

import org.jspecify.annotations.NullMarked;
