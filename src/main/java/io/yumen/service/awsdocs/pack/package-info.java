/**
 * Copies of the AWS documentation as one file, from which a site without the internet gets them. Called by {@code app}. May import
 * service.awsdocs.shelf, .upstream and .page, protocol and secret.
 */
@NullMarked
package io.yumen.service.awsdocs.pack;

import org.jspecify.annotations.NullMarked;
