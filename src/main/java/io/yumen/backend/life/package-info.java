/**
 * The life of a server: when its connections are opened, shared, given up, and opened again, behind what every call to
 * it passes first ({@link io.yumen.backend.guard.BackendStack}). The composition root makes a
 * {@link io.yumen.backend.life.ServerBackend} for each entry of the configuration; the hub knows it as a
 * {@link io.yumen.backend.Backend}. May import backend and what stands below it.
 */
@NullMarked
package io.yumen.backend.life;

import org.jspecify.annotations.NullMarked;
