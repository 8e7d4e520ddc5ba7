/**
 * What a copy of AWS's documentation is, and where copies outlive this process. Called by {@code service.awsdocs}. May import
 * service.awsdocs.upstream and .page.
 */
@NullMarked
package io.yumen.service.awsdocs.shelf;

import org.jspecify.annotations.NullMarked;
