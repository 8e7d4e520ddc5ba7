/** Tests of our own authorization server, over real sockets. */
@NullMarked
package io.yumen.auth.server;

import org.jspecify.annotations.NullMarked;
