/**
 * Secrets: the type that prints as dots, what nobody can guess, and the sealing of tokens that leave the gateway and come back. Everybody uses
 * it; it imports nothing of ours.
 */
@NullMarked
package io.yumen.secret;

import org.jspecify.annotations.NullMarked;
