package io.yumen.channel;

/** No channel can be opened now. */
public final class ChannelRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final Limit limit;

    /** What is used up. */
    public enum Limit {
        /** {@link ChannelLimits#channels}. */
        IN_ALL,
        /** {@link ChannelLimits#perPrincipal}. */
        PER_PRINCIPAL,
        /** {@link ChannelLimits#perAddress}. */
        PER_ADDRESS,
        /** The gateway stops. */
        SHUTDOWN
    }

    ChannelRefused(Limit limit, String message) {
        super(message, null, false, false);
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }
}
