package io.yumen.audit;

import java.util.List;

/**
 * Gets a copy of every record that was written, in order. What it cannot take in time is dropped and counted; the trail in
 * the files has it all the same. Safe for many threads.
 */
public interface Sink extends AutoCloseable {
    /** Its name, as in the configuration. */
    String name();

    /** Takes records, each a line of JSON without its end. Never waits. */
    void offer(List<byte[]> records);

    /** How it fares. */
    Status status();

    /** Sends what it has, for a short while, and ends. */
    @Override
    void close();

    /**
     * How a sink fares.
     *
     * @param sent records that arrived
     * @param dropped records that did not
     * @param waiting records that are still to be sent
     * @param trouble why nothing arrives at the moment; empty where all is well
     */
    record Status(long sent, long dropped, int waiting, String trouble) {}
}
