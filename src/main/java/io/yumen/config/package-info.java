/**
 * The settings of a gateway as records: the public form of the one configuration file, from which its JSON Schema is
 * generated, and the difference between two of them. The composition root turns them into what each package wants.
 */
@NullMarked
package io.yumen.config;

import org.jspecify.annotations.NullMarked;
