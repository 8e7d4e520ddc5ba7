/**
 * How clients reach us. Each transport frames messages, checks what can be checked before anything is understood, and hands
 * them to the session's edges; it does not know what answers behind them. May import the sessions, the HTTP face and the
 * protocol.
 */
@NullMarked
package io.yumen.transport;

import org.jspecify.annotations.NullMarked;
