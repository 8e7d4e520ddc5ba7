/**
 * Kubernetes as a service: what is asked and changed in clusters, and the ways that people go. Called by {@code app.servers}. Its rooms:
 * {@code api} speaks to clusters, {@code look} has the tools that only read, {@code change} those that write. May import these, service,
 * service.answer, schema, protocol.
 */
@NullMarked
package io.yumen.service.kubernetes;

import org.jspecify.annotations.NullMarked;
