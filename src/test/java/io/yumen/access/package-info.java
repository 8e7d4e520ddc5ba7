/** Who may come in, tried from outside at every door. */
@NullMarked
package io.yumen.access;

import org.jspecify.annotations.NullMarked;
