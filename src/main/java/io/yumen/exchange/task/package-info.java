/**
 * Tasks: work that outlives the request that started it (2026-07-28, extension {@code io.modelcontextprotocol/tasks}). The
 * store keeps them for the principal that owns them; the service contract answers {@code tasks/*} from it. May import what
 * the exchange may.
 */
@NullMarked
package io.yumen.exchange.task;

import org.jspecify.annotations.NullMarked;
