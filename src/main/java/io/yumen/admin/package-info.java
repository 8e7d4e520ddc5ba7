/**
 * What operators and their probes call: health, metrics, and the operations API: who may ask what, and its routes about keys,
 * users, approvals, locks, pins, rules and the audit. Who is sent away and what is ordered is recorded. {@code admin.running} has
 * the routes about what runs, {@code admin.api} what a route is. The composition root mounts it beside the transports. May import
 * what is below: the HTTP face, the way in, the audit, pins, telemetry.
 */
@NullMarked
package io.yumen.admin;

import org.jspecify.annotations.NullMarked;
