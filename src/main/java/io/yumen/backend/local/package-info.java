/**
 * Services that run in our own process, reached as if they were servers: each request has a thread of its own, so that one
 * that hangs can be given up. The composition root makes the connector. May import backend and what stands below it.
 */
@NullMarked
package io.yumen.backend.local;

import org.jspecify.annotations.NullMarked;
