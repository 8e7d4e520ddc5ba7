/**
 * Charts, and what is done with them: which a caller may name, and the processes in which Helm's own library works on them, one for each
 * call ({@link io.yumen.service.helm.chart.Workshop}). Called by {@code service.helm}. May import process, http, http.server, http.client, http.tls, service, service.answer,
 * service.helm.worker, service.kubernetes.api, catalogue, catalogue.cache, oauth.discovery, schema, secret, tenant, protocol.
 */
@NullMarked
package io.yumen.service.helm.chart;

import org.jspecify.annotations.NullMarked;
