/**
 * Clients of the legacy era (2024-11-05 to 2025-11-25): sessions with {@code initialize}, requests in both directions, and
 * streams that can be resumed. Translates between them and handlers, which speak the modern era. Transports call it. May
 * import the session package and what that may.
 */
@NullMarked
package io.yumen.session.legacy;

import org.jspecify.annotations.NullMarked;
