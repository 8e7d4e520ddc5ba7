/** Tests of keys and certificates. */
@NullMarked
package io.yumen.http.tls;

import org.jspecify.annotations.NullMarked;
