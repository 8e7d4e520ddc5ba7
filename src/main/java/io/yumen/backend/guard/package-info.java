/**
 * What every call to a server passes: timing, deadline, questions, bulkhead, circuit, retry, put together in
 * {@link io.yumen.backend.guard.BackendStack}. {@code backend.life} sets it before its connections. May import backend and
 * what stands below it.
 */
@NullMarked
package io.yumen.backend.guard;

import org.jspecify.annotations.NullMarked;
