/**
 * What is said on one way of messages that goes both ways, whatever the wire: {@link io.yumen.channel.Conversation} takes
 * messages of both eras in their order, and {@link io.yumen.channel.Channel} lets what goes back outlive the wire that
 * carries it. Transports call it. May import the sessions, the protocol, and what {@code http} knows of addresses; knows nothing else of
 * HTTP.
 */
@NullMarked
package io.yumen.channel;

import org.jspecify.annotations.NullMarked;
