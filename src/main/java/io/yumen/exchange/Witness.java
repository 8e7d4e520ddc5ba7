package io.yumen.exchange;

import io.yumen.protocol.RpcException;

/**
 * Is told what is decided about a request on its way, before it reaches a server: for the record that is kept of it. May
 * wait.
 */
@FunctionalInterface
public interface Witness {
    /** Nobody records the request. */
    Witness NONE = (subject, decision) -> {};

    /**
     * The policy decided. May be told more than once, where one server after the other is asked.
     *
     * @throws RpcException where what cannot be recorded must not be done
     */
    void decided(Policy.Subject.Use subject, Policy.Decision decision);
}
