package io.yumen.channel;

import io.yumen.session.Endpoint;
import io.yumen.tenant.Access;
import java.net.InetAddress;

/**
 * What a channel is opened for.
 *
 * @param endpoint the place that the client talks to
 * @param access who came in
 * @param address where the client is, for the limit by address, which counts one network of IPv6 as one (/64)
 * @param dialect how messages to the client are written
 * @param lifespan whether another wire may take over
 */
public record Opening(Endpoint endpoint, Access access, InetAddress address, Dialect dialect, Lifespan lifespan) {}
