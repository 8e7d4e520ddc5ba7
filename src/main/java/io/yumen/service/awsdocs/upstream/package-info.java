/**
 * AWS's sites as they are asked over the network, with care for them and for us. What is kept of them is in {@code service.awsdocs.shelf}.
 * May import http, http.client, exchange, service, service.awsdocs.page, catalogue, protocol, telemetry.
 */
@NullMarked
package io.yumen.service.awsdocs.upstream;

import org.jspecify.annotations.NullMarked;
