/**
 * What makes many servers look like one: merged lists, names, routing, fan-out of changes. Transports call it as a
 * {@link io.yumen.exchange.Handler}; {@link io.yumen.hub.Hub} is the way in. May import what stands below except http and
 * auth: backends, pins, exchanges, the protocol, tenants, telemetry, and its own {@code hub.members} and what stands below it.
 */
@NullMarked
package io.yumen.hub;

import org.jspecify.annotations.NullMarked;
