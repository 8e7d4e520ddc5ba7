/**
 * Prometheus as a service: queries, what can be queried, and how it fares. Called by {@code app.servers}. May import catalogue, catalogue.cache,
 * service, service.answer, schema, protocol.
 */
@NullMarked
package io.yumen.service.prometheus;

import org.jspecify.annotations.NullMarked;
