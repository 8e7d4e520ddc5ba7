/**
 * What operators see of what runs, and order it: servers, tools, sessions, the configuration, the state. The composition root mounts
 * these routes in the operations API, and does what {@link io.yumen.admin.running.Operator} says. Imports what a route is, and
 * everything below.
 */
@NullMarked
package io.yumen.admin.running;

import org.jspecify.annotations.NullMarked;
