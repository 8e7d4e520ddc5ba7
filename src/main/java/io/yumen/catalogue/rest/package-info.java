/**
 * A REST service by a description of it: operations with templates that arguments fill, what is made of the answers, and the
 * service that offers them as tools. Made by {@code app.servers} of a catalogue file, and by {@code catalogue.openapi} of an OpenAPI document. May
 * import catalogue, service, service.answer, http, schema, protocol.
 */
@NullMarked
package io.yumen.catalogue.rest;

import org.jspecify.annotations.NullMarked;
