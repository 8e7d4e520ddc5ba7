package io.yumen.channel;

import io.yumen.session.Endpoint;
import io.yumen.tenant.Principal;

/**
 * What a channel is opened for.
 *
 * @param endpoint the place that the client talks to
 * @param principal who the client acts for
 * @param address where the client is, for the limit by address
 * @param dialect how messages to the client are written
 * @param lifespan whether another wire may take over
 */
public record Opening(Endpoint endpoint, Principal principal, String address, Dialect dialect, Lifespan lifespan) {}
