package io.yumen.audit.sink;

import java.io.IOException;
import java.util.List;

/** Brings records to a receiver. One thread sends; any may close it, which ends what is under way. */
interface Delivery extends AutoCloseable {
    /**
     * Sends those records, in order.
     *
     * @return how many of them the receiver will never take, so that it makes no sense to send them again
     * @throws IOException when it is not known that they arrived; they are to be sent again
     */
    int send(List<byte[]> records) throws IOException;

    @Override
    void close();
}
