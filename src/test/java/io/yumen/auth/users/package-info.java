/** Tests of users and passwords. */
@NullMarked
package io.yumen.auth.users;

import org.jspecify.annotations.NullMarked;
