/**
 * How Kubernetes writes things: manifests, amounts, lengths of time, selectors, what is secret, and how far a workload is. Called by the
 * rooms of {@code service.kubernetes}. May import service, service.answer, schema, protocol.
 */
@NullMarked
package io.yumen.service.kubernetes.form;

import org.jspecify.annotations.NullMarked;
