/**
 * Kubernetes clusters, as the tools of the service ask them: which there are, as whom they are asked, what kinds they have, within the
 * rules and the pace that the operator set, and words for what goes wrong. Objects are JSON trees. Called by the rooms of
 * {@code service.kubernetes}. May import catalogue, service, service.answer, schema, protocol, tenant.
 */
@NullMarked
package io.yumen.service.kubernetes.api;

import org.jspecify.annotations.NullMarked;
