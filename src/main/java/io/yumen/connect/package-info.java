/**
 * A bridge for clients that speak only over standard input and output: it carries what they say to a gateway that runs
 * elsewhere, and back, in both eras, over connections that may break and a gateway that may be started anew. Called by the
 * command line. May import the links of {@code backend.http}, the lines of {@code transport.stdio}, and what stands below
 * them.
 */
@NullMarked
package io.yumen.connect;

import org.jspecify.annotations.NullMarked;
