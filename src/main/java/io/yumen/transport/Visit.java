package io.yumen.transport;

import io.yumen.session.Endpoint;
import io.yumen.tenant.Principal;

/**
 * Who came where.
 *
 * @param endpoint the place that the client talks to
 * @param principal who the client acts for
 */
public record Visit(Endpoint endpoint, Principal principal) {}
