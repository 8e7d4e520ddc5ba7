/**
 * The store that keeps everything in memory, as long as the process lives: for tests, and for what need not outlive it. Made by
 * {@code app}. Imports {@code store}.
 */
@NullMarked
package io.yumen.store.memory;

import org.jspecify.annotations.NullMarked;
