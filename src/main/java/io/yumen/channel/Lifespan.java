package io.yumen.channel;

/** How long a channel lives. */
public enum Lifespan {
    /** As long as its one wire. */
    OF_ITS_WIRE,
    /** Until it has been without a wire for {@link ChannelLimits#detached}: another wire may go on where the last broke. */
    RESUMABLE
}
