/**
 * Alertmanager as a service: alerts, groups, silences, receivers. Called by {@code app.servers}. May import catalogue, service,
 * service.answer, schema, protocol.
 */
@NullMarked
package io.yumen.service.alertmanager;

import org.jspecify.annotations.NullMarked;
