/**
 * Documents as Markdown: reads what AWS publishes beside its pages, and writes a page of either form as the text that models read, with
 * the place of each block in it. The only room that uses commonmark. Imports {@code page} and, for HTML that stands in Markdown,
 * {@code html}.
 */
@NullMarked
package io.yumen.service.awsdocs.markdown;

import org.jspecify.annotations.NullMarked;
