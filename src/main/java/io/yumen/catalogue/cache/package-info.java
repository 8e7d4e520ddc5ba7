/**
 * What was read a moment ago, for who read it. Called by {@code catalogue.rest} and by services. May import exchange, protocol, tenant.
 */
@NullMarked
package io.yumen.catalogue.cache;

import org.jspecify.annotations.NullMarked;
