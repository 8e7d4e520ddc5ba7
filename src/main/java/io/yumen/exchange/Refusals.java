package io.yumen.exchange;

import io.yumen.protocol.RpcError;

/**
 * Is told of requests that are refused before their handler sees them, because they name what is not there or not the
 * caller's: for the record that is kept of them. Must not wait.
 */
@FunctionalInterface
public interface Refusals {
    /** Nobody records them. */
    Refusals NONE = (exchange, why) -> {};

    /** That request got that error. */
    void refused(Exchange exchange, RpcError why);
}
