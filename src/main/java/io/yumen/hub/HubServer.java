package io.yumen.hub;

import io.yumen.backend.Backend;
import io.yumen.hub.members.ServerOptions;

/**
 * A server that the hub is to offer.
 *
 * @param backend how it is reached; the hub closes it when it is taken out
 * @param options how it appears
 */
public record HubServer(Backend backend, ServerOptions options) {}
