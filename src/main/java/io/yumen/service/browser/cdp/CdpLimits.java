package io.yumen.service.browser.cdp;

import io.yumen.protocol.JsonLimits;
import java.time.Duration;

/**
 * What one browser may take up.
 *
 * @param json how large a message of the browser may be, and how deep
 * @param sentBytes how large a command may be; four times as much may wait to be sent
 * @param pending how many commands may wait for their answers
 * @param sessions how many sessions there may be, those that the browser opens by itself included
 * @param call how long a command waits where nothing else is said
 * @param events how many, and how fast
 */
public record CdpLimits(JsonLimits json, int sentBytes, int pending, int sessions, Duration call, Events events) {
    /** 32 MiB for a message, 8 MiB for a command, 1024 commands and 1000 sessions at once, 30 s. */
    public static final CdpLimits DEFAULT = new CdpLimits(
            new JsonLimits(32 << 20, 256, 2_000_000, 100), 8 << 20, 1024, 1000, Duration.ofSeconds(30), Events.DEFAULT);

    public CdpLimits {
        if (sentBytes < 1024 || pending < 1 || sessions < 1) {
            throw new IllegalArgumentException("Limits of a browser's connection are positive");
        }
        if (!call.isPositive()) {
            throw new IllegalArgumentException("A command needs time");
        }
    }

    /** The same with that for messages of the browser. */
    public CdpLimits with(JsonLimits other) {
        return new CdpLimits(other, sentBytes, pending, sessions, call, events);
    }

    /** The same with so many commands at once. */
    public CdpLimits withPending(int most) {
        return new CdpLimits(json, sentBytes, most, sessions, call, events);
    }

    /** The same with that for events. */
    public CdpLimits with(Events other) {
        return new CdpLimits(json, sentBytes, pending, sessions, call, other);
    }

    /**
     * Events that wait, and come.
     *
     * @param queued how many may wait in a session for those who listen
     * @param queuedBytes how many bytes of messages they may be
     * @param perSecond how many a browser may send to those who listen, in a second
     */
    public record Events(int queued, int queuedBytes, int perSecond) {
        /** 10,000 and 32 MiB in a session, 20,000 a second. */
        public static final Events DEFAULT = new Events(10_000, 32 << 20, 20_000);

        public Events {
            if (queued < 1 || queuedBytes < 1 || perSecond < 1) {
                throw new IllegalArgumentException("Limits of events are positive");
            }
        }
    }
}
