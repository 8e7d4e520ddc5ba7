/**
 * How clients reach us. Each transport frames messages, checks what can be checked before anything is understood, and hands
 * them to the session's edges; it does not know what answers behind them. Here is what several wires share: {@link
 * io.yumen.transport.Conversation what is said} on a way that goes both ways, and {@link io.yumen.transport.Channel the
 * channel} that outlives its wire. May import the sessions, the HTTP face and the protocol.
 */
@NullMarked
package io.yumen.transport;

import org.jspecify.annotations.NullMarked;
