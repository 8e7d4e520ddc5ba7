package io.yumen.transport;

import io.yumen.session.Endpoint;
import io.yumen.tenant.Access;

/**
 * Who came where.
 *
 * @param endpoint the place that the client talks to
 * @param access who came in
 */
public record Visit(Endpoint endpoint, Access access) {}
