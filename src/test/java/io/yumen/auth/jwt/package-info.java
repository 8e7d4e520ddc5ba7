/** Tokens of others, made and broken. */
@NullMarked
package io.yumen.auth.jwt;

import org.jspecify.annotations.NullMarked;
