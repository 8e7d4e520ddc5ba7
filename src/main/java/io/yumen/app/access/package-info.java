/**
 * The way in as the settings say: who may come in, what is remembered and recorded of that, what is locked down, and the way back
 * in for who runs the machine. Used by {@code app} and by the commands of this machine; imports what is below it.
 */
@NullMarked
package io.yumen.app.access;

import org.jspecify.annotations.NullMarked;
