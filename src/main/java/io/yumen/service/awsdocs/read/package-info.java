/**
 * What the tools show of a page of the AWS documentation: in the forms of AWS's own server, word for word where those are promised, and
 * in ours. Pure functions of a document: nothing is fetched, kept or configured here. Called by {@code service.awsdocs}; imports
 * {@code page}, the words for schemas, and no library but the JSON tree.
 */
@NullMarked
package io.yumen.service.awsdocs.read;

import org.jspecify.annotations.NullMarked;
