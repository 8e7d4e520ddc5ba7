/**
 * What operators and their probes call: health, metrics, and the servers' life. The composition root mounts it beside the
 * transports, and does what {@link io.yumen.admin.Operator} says. May
 * import everything below: the HTTP face, telemetry, the hub's status.
 */
@NullMarked
package io.yumen.admin;

import org.jspecify.annotations.NullMarked;
