/**
 * How the trees of servers become what clients see, and back: entries of lists, results, notifications, filters. Trees are
 * shared: what needs no change stays the same, what does is copied on the way to it. The hub calls it; it imports the
 * protocol, exchanges, the kinds of lists of backends, and the names of the hub.
 */
@NullMarked
package io.yumen.hub.forms;

import org.jspecify.annotations.NullMarked;
