package io.yumen.channel;

import java.util.Locale;

/** Why a wire has nothing more to write. Only after {@link #REPLACED} does the channel go on. */
public enum Ending {
    /** Another wire of the same channel took over. */
    REPLACED,
    /** This wire was taken off its channel. */
    DETACHED,
    /** The client said so. */
    LEFT,
    /** The client left and did not come back in time. */
    EXPIRED,
    /** The client does not answer pings. */
    SILENT,
    /** More messages wait for the client than are kept, so that the next would be lost. */
    OVERRUN,
    /** What let the client in has expired, or was taken back. */
    ACCESS_ENDED,
    /** The gateway stops. */
    SHUTDOWN;

    /** The word for logs, metrics and clients. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
