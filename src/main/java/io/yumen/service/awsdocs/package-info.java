/**
 * The AWS documentation as a service: the tools of AWS's own server with their names and words, and those that it lacks. Started by
 * {@code app.servers}. May import service, service.awsdocs.read, .shelf, .upstream, .markdown, .html and .page, schema, exchange, protocol.
 */
@NullMarked
package io.yumen.service.awsdocs;

import org.jspecify.annotations.NullMarked;
