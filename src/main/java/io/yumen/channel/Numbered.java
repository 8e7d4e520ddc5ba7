package io.yumen.channel;

/**
 * A message on its way to the client.
 *
 * @param sequence its place among the messages of its channel, which are counted from 1 without a gap; a client that has
 *     seen it and all before it comes back with this as its cursor
 * @param text the message in the dialect of its channel, one line
 */
public record Numbered(long sequence, String text) {}
