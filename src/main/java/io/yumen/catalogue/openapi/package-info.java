/**
 * OpenAPI documents as descriptions of REST services. Called by {@code app.servers}. May import catalogue, catalogue.rest,
 * service, service.answer, http, schema, protocol.
 */
@NullMarked
package io.yumen.catalogue.openapi;

import org.jspecify.annotations.NullMarked;
