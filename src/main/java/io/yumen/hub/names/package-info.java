/**
 * How what many servers offer is named in one place: tool and prompt names, resource URIs, task ids, page cursors. Pure
 * functions over strings, deterministic, so that two nodes of a cluster agree without talking. The hub calls them; they
 * import nothing of ours.
 */
@NullMarked
package io.yumen.hub.names;

import org.jspecify.annotations.NullMarked;
