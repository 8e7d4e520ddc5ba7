/**
 * How clients reach us. Each transport frames messages, checks what can be checked before anything is understood, and hands
 * them to the session's edges or to a channel; it does not know what answers behind them. Here is what the wires over HTTP
 * share: who calls, and how a request is refused. May import channels, the sessions, the HTTP face and the protocol.
 */
@NullMarked
package io.yumen.transport;

import org.jspecify.annotations.NullMarked;
