package io.yumen.exchange;

import tools.jackson.databind.node.ObjectNode;

/** What a question passes on its way to the client; see {@link Client#asking}. */
@FunctionalInterface
public interface Asker {
    /**
     * Puts the question to that client, or refuses to.
     *
     * @throws io.yumen.protocol.RpcException as {@link Client#ask} does
     */
    ObjectNode ask(InputRequest question, Client client);
}
