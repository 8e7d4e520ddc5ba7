/**
 * What stands on a page, in words: the accessibility tree as Chrome tells it, and the lines that a model reads of it. Knows no
 * browser; the rooms of the service beside it bring the nodes. May import schema and protocol.
 */
@NullMarked
package io.yumen.service.browser.snapshot;

import org.jspecify.annotations.NullMarked;
