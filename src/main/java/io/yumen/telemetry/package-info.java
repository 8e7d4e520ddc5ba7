/**
 * Metrics and logs, and which version this is: the only package that knows Prometheus and Logback. Whoever measures is handed one of its small
 * interfaces by the composition root. May import protocol values and secrets.
 */
@NullMarked
package io.yumen.telemetry;

import org.jspecify.annotations.NullMarked;
