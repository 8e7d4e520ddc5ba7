/**
 * Where copies are asked for: in memory first, then in the depot, then at AWS. Called by {@code service.awsdocs}. May import
 * service.awsdocs.shelf, .upstream, .page, .markdown and .html, catalogue.cache, exchange.
 */
@NullMarked
package io.yumen.service.awsdocs.shelf.desk;

import org.jspecify.annotations.NullMarked;
