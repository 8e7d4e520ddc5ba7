/**
 * What operators and their probes call: health and metrics. The composition root mounts it beside the transports. May
 * import everything below: the HTTP face, telemetry, the hub's status.
 */
@NullMarked
package io.yumen.admin;

import org.jspecify.annotations.NullMarked;
