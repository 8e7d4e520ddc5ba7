/**
 * What operators and their probes call: health, metrics, the servers' life, and what the audit trail says. Who is sent away
 * and what is ordered is recorded. The composition root mounts it beside the
 * transports, and does what {@link io.yumen.admin.Operator} says. May
 * import everything below: the HTTP face, telemetry, the hub's status.
 */
@NullMarked
package io.yumen.admin;

import org.jspecify.annotations.NullMarked;
