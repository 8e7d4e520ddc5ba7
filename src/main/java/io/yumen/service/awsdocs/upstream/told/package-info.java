/**
 * What AWS's sites tell beside pages, read from the text that was fetched: results of a search, recommendations, tables of contents, lists
 * of pages. Nothing of it is promised by AWS: what is unknown or malformed is left out, and the rest stands. Asks nobody. May
 * import protocol, service.awsdocs.page and service.awsdocs.upstream.
 */
@NullMarked
package io.yumen.service.awsdocs.upstream.told;

import org.jspecify.annotations.NullMarked;
