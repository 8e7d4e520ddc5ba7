/**
 * Alertmanager as a service: alerts, groups, silences, receivers. Called by {@code app.servers}. May import catalogue, catalogue.cache, service,
 * service.answer, schema, protocol.
 */
@NullMarked
package io.yumen.service.alertmanager;

import org.jspecify.annotations.NullMarked;
