/**
 * The shelf on a disk: a Lucene index, which is the store of what came and finds words in it. Called by {@code service.awsdocs}. May
 * import service.awsdocs.shelf, .upstream and .page.
 */
@NullMarked
package io.yumen.service.awsdocs.shelf.index;

import org.jspecify.annotations.NullMarked;
