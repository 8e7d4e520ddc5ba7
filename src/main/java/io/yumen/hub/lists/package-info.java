/**
 * What the servers said of themselves and listed, kept by server and by whose connection it came over, so that a list costs
 * no upstream call: read once for all who wait, held against its pins before it is kept, invalidated by what servers announce,
 * and served stale while a server cannot answer. The hub calls it. May import backends, pins, exchanges and the protocol.
 */
@NullMarked
package io.yumen.hub.lists;

import org.jspecify.annotations.NullMarked;
