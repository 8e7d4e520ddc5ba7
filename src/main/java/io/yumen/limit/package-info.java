/**
 * How often: rates (GCRA, with a sustained rate and a burst), requests under way of one principal, and a concurrency that adapts to
 * how fast a server answers. The door asks with the address, the hub's front with who came in, the stack of a server with the tool.
 * Counts are of this process. Imports {@code tenant}, {@code protocol}, {@code exchange}, and of {@code http} what counts as one address.
 */
@NullMarked
package io.yumen.limit;

import org.jspecify.annotations.NullMarked;
