/**
 * The one configuration file: read with the position of everything in it, substituted, bound to records, checked, watched,
 * and diffed. The records here are the file's public form, from which the published JSON Schema is generated; the
 * composition root turns them into what each package wants. Called by the composition root and the commands.
 */
@NullMarked
package io.yumen.config;

import org.jspecify.annotations.NullMarked;
