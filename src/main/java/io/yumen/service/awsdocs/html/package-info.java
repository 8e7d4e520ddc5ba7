/**
 * Reads pages of the AWS documentation as browsers get them: finds the part that is the page, leaves out what is around it, and walks
 * the tree once into blocks. The only room that uses jsoup. Imports the model in {@code page} alone.
 */
@NullMarked
package io.yumen.service.awsdocs.html;

import org.jspecify.annotations.NullMarked;
