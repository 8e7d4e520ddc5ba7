/**
 * The search over tools that stands for a long list. The hub calls it with what a caller may see; it imports the names of the hub and
 * nothing else of it.
 */
@NullMarked
package io.yumen.hub.search;

import org.jspecify.annotations.NullMarked;
