/**
 * A bridge for clients that speak only over standard input and output: it carries what they say to a gateway that runs
 * elsewhere, and back, in both eras, over connections that may break and a gateway that may be started anew, and sends their
 * user to log in where the gateway wants that. Called by the command line; wired by {@code app}. May import the links of
 * {@code backend.http}, the lines of {@code transport.stdio}, and what stands below them, {@code oauth} among it.
 */
@NullMarked
package io.yumen.connect;

import org.jspecify.annotations.NullMarked;
