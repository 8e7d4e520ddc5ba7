/**
 * Pages of the AWS documentation as documents: blocks, their words, tables with spans as exact grids, sections, and what was taken out.
 * The rooms that read HTML and Markdown make them, and the one that writes Markdown lays them out. Knows no library; imports only {@code secret}, for the name of a text.
 */
@NullMarked
package io.yumen.service.awsdocs.page;

import org.jspecify.annotations.NullMarked;
