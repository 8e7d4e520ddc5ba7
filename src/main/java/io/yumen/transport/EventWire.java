package io.yumen.transport;

import io.yumen.channel.Delivery;
import io.yumen.channel.Ending;
import io.yumen.channel.Feed;
import io.yumen.channel.Numbered;
import io.yumen.http.ClientGone;
import io.yumen.http.SseEvent;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpRequest;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes what a channel has for its client to an event stream, at the pace at which the client reads. */
public final class EventWire {
    private final Feed feed;
    private final EventStream stream;
    private final Duration keepAlive;

    /**
     * A wire between those two. Detaches when the client of that request leaves.
     *
     * @param keepAlive how long the stream may be silent before a comment is sent
     */
    public EventWire(Feed feed, EventStream stream, HttpRequest request, Duration keepAlive) {
        this.feed = feed;
        this.stream = stream;
        this.keepAlive = keepAlive;
        request.onDisconnect(feed::close);
    }

    /** Says that the client's access has ended, where that is why; the transport itself has no words for it. */
    public static void sayWhy(EventStream stream, Ending why) {
        if (why == Ending.ACCESS_ENDED) {
            try {
                stream.comment(why.word());
            } catch (ClientGone e) {
                // Nobody is there to be told.
            }
        }
    }

    /**
     * Writes until the client leaves, or nothing more will come.
     *
     * @param written is told of each message that the connection took
     * @return why it ended
     */
    public Ending write(Function<Numbered, SseEvent> form, Consumer<Numbered> written) {
        try {
            while (true) {
                switch (feed.next(keepAlive)) {
                    case Delivery.Messages some -> {
                        for (Numbered message : some.messages()) {
                            stream.send(form.apply(message));
                            written.accept(message);
                        }
                    }
                    case Delivery.Nothing nothing -> stream.comment("");
                    case Delivery.Ended ended -> {
                        return ended.why();
                    }
                }
            }
        } catch (ClientGone e) {
            return Ending.DETACHED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Ending.DETACHED;
        }
    }
}
