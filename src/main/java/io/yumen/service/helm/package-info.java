/**
 * Helm releases as a built-in service: read from the Secrets in which Helm keeps them, with no program and no library of Helm. Clusters and
 * how they are reached are those of {@code service.kubernetes}. Called by {@code app.servers}. May import service, service.answer,
 * service.kubernetes.api, service.kubernetes.form, schema, protocol.
 */
@NullMarked
package io.yumen.service.helm;

import org.jspecify.annotations.NullMarked;
