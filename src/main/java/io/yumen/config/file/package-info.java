/**
 * The configuration file: read with the position of everything in it, freed of the forms of other programs, substituted,
 * bound to settings, checked, watched, and changed without touching what else stands in it. Called by the composition root
 * and the commands.
 */
@NullMarked
package io.yumen.config.file;

import org.jspecify.annotations.NullMarked;
