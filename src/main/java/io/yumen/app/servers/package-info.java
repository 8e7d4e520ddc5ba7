/**
 * Makes what stands behind the hub of the settings of servers: backends, their connectors, their logins; and demonstrations. Used by {@code app}
 * and {@code app.access}; imports what is below it.
 */
@NullMarked
package io.yumen.app.servers;

import org.jspecify.annotations.NullMarked;
