package io.yumen.backend.http;

import io.yumen.backend.http.AnswerReader.Ending;
import io.yumen.backend.http.AnswerReader.Outcome;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Multiplexer;
import io.yumen.backend.link.TimeLimit;
import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.RelayResponse;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session over Streamable HTTP (2025-03-26 to 2025-11-25): each message is a POST, what belongs to a request comes on its
 * response, all else on one GET stream. Streams that break are resumed. The link ends when the server forgets the session.
 */
final class LegacyHttpLink implements SessionLink {
    private static final Logger log = LoggerFactory.getLogger(LegacyHttpLink.class);
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final String LOST = "it has forgotten the session";

    private final HttpWire wire;
    private final AnswerReader reader;
    private final StreamLimits streams;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicBoolean heard = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Cancellation hearing = new Cancellation();
    private volatile @Nullable String session;
    private volatile @Nullable Revision revision;
    private volatile Events events = new DeafEvents();

    LegacyHttpLink(HttpWire wire) {
        this.wire = wire;
        this.streams = wire.config().streams();
        this.reader =
                new AnswerReader(wire.config().name(), wire.config().limits().json());
    }

    @Override
    public void agreed(Revision agreed) {
        revision = agreed;
    }

    @Override
    public Response request(Call call) {
        check();
        try {
            return wire.call(call.cancellation(), control -> post(call, control));
        } catch (RpcException e) {
            tellCancelled(call, e);
            throw e;
        }
    }

    @Override
    public void relate(Call call, Message message) {
        call.related().receive(message);
    }

    @Override
    public void send(Message message, @Nullable Access by) {
        check();
        try (TimeLimit time = TimeLimit.of(wire.config().limits().control())) {
            wire.call(time.cancellation(), control -> {
                deliver(message, new HttpWire.Sending(control, by));
                return true;
            });
        } catch (RpcException e) {
            throw DeliveryException.perhapsSent(e.error().message());
        }
        if (message instanceof Message.Notification told
                && told.method().equals(Methods.INITIALIZED)
                && !heard.getAndSet(true)) {
            Thread.ofVirtual().name("events-" + wire.config().name()).start(this::hear);
        }
    }

    @Override
    public void listen(Events newEvents) {
        events = newEvents;
    }

    @Override
    public boolean isOpen() {
        return !ended.get();
    }

    @Override
    public boolean tellsCallsApart() {
        return true;
    }

    /** Returns when the session has ended, whoever ends it: the caller may be about to end what carries the farewell. */
    @Override
    public void close() {
        boolean lost = !ended.compareAndSet(false, true);
        if (!leaving.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        closing.countDown();
        if (!lost && session != null) {
            endSession();
        }
        closed.countDown();
        wire.close();
    }

    private Response post(Call call, CallControl control) {
        RelayResponse response = wire.post(
                wire.config().endpoint(),
                headers(),
                reader.codec().write(call.request()),
                new HttpWire.Sending(control, call.by()));
        if (Refusal.is(response)) {
            return refused(response).answer(call.request());
        }
        if (call.request().method().equals(Methods.INITIALIZE)) {
            session = response.headers().find(SESSION);
        }
        ResumePoint point = new ResumePoint();
        Outcome outcome = reader.answer(response, call.request().id(), call.related(), new Ending(control, point));
        while (true) {
            switch (outcome) {
                case Outcome.Answered answered -> {
                    return answered.answer();
                }
                case Outcome.Broken broken -> {
                    point.broke();
                    outcome = resume(call, new Resume(point, broken.why()), control);
                }
            }
        }
    }

    /** Takes a broken stream up again, if the server gave an id to do so. */
    private Outcome resume(Call call, Resume resume, CallControl control) {
        if (resume.point().lastEventId().isEmpty() || resume.point().barren() > streams.resumes()) {
            throw DeliveryException.perhapsSent(resume.why());
        }
        pause(streams.pauseBefore(resume.point()), call);
        try {
            return reopened(call, resume, control);
        } catch (HttpException e) {
            call.cancellation().check();
            return new Outcome.Broken(resume.why() + ", and cannot be resumed: " + e.getMessage());
        } catch (DeliveryException e) {
            // Whatever is known about this request, the call was sent long ago.
            throw DeliveryException.perhapsSent(e.getMessage());
        }
    }

    private Outcome reopened(Call call, Resume resume, CallControl control) {
        ResumePoint point = resume.point();
        Headers headers = headers().with("Last-Event-ID", point.lastEventId().orElse(""));
        RelayResponse response = wire.get(wire.config().endpoint(), headers, new HttpWire.Sending(control, call.by()));
        if (Refusal.is(response)) {
            int status = refused(response).status();
            throw DeliveryException.perhapsSent(resume.why() + ", and does not resume it (HTTP " + status + ")");
        }
        return reader.answer(response, call.request().id(), call.related(), new Ending(control, point));
    }

    private void pause(Duration pause, Call call) {
        CountDownLatch over = new CountDownLatch(1);
        Cancellation.Registration registration = call.cancellation().onCancel(over::countDown);
        try {
            boolean woken = over.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            if (woken) {
                call.cancellation().check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            registration.close();
        }
        if (ended.get()) {
            throw DeliveryException.perhapsSent("the connection has ended");
        }
    }

    private void deliver(Message message, HttpWire.Sending sending) {
        RelayResponse response =
                wire.post(wire.config().endpoint(), headers(), reader.codec().write(message), sending);
        if (Refusal.is(response)) {
            int status = refused(response).status();
            throw DeliveryException.perhapsSent("it did not take a message (HTTP " + status + ")");
        }
        response.close();
    }

    /** Reads a refusal; one that means the end of the session ends the link. */
    private Refusal refused(RelayResponse response) {
        Refusal refusal = Refusal.read(response, reader.codec());
        if (session != null && refusal.meansLostSession()) {
            end(LOST);
            throw DeliveryException.neverSent(LOST);
        }
        return refusal;
    }

    /** The requests under way are about to hear the same, and are surely not done where they do: they get the time for it. */
    private void end(String reason) {
        if (ended.compareAndSet(false, true)) {
            closing.countDown();
            hearing.cancel();
            Thread.ofVirtual().name("farewell").start(this::closeSoon);
            events.closed(reason);
        }
    }

    private void closeSoon() {
        awaitClosed();
        wire.close();
    }

    private void awaitClosed() {
        try {
            boolean ignored = closed.await(streams.farewell().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        if (ended.get()) {
            throw DeliveryException.neverSent("the connection has ended");
        }
    }

    private Headers headers() {
        Headers headers = Headers.none();
        String id = session;
        if (id != null) {
            headers = headers.with(SESSION, id);
        }
        Revision agreed = revision;
        return agreed == null ? headers : headers.with(VERSION, agreed.wire());
    }

    private void tellCancelled(Call call, RpcException cause) {
        if (!call.cancellation().isCancelled() || call.request().method().equals(Methods.INITIALIZE)) {
            return;
        }
        // Nobody should wait for that.
        Thread.ofVirtual().name("cancel").start(() -> {
            try {
                send(Multiplexer.cancelled(call.request().id(), cause.error().message()), call.by());
            } catch (DeliveryException e) {
                log.atDebug()
                        .setCause(e)
                        .addKeyValue("server", wire.config().name())
                        .log("Cancellation not delivered");
            }
        });
    }

    /** Hears what the server says by itself, for as long as the session lives and the server has a stream for it. */
    private void hear() {
        ResumePoint point = new ResumePoint();
        boolean offered = isOpen();
        while (offered) {
            try {
                offered = wire.call(hearing, control -> hearOnce(point, control));
            } catch (RpcException ended) {
                return;
            } catch (DeliveryException e) {
                log.atDebug()
                        .setCause(e)
                        .addKeyValue("server", wire.config().name())
                        .log("Stream of events broken");
            }
            point.broke();
            offered = offered && pauseBeforeHearing(point);
        }
    }

    private boolean hearOnce(ResumePoint point, CallControl control) {
        Headers headers = point.lastEventId()
                .map(id -> headers().with("Last-Event-ID", id))
                .orElseGet(this::headers);
        RelayResponse response = wire.get(wire.config().endpoint(), headers, HttpWire.Sending.own(control));
        if (Refusal.is(response)) {
            int status = refused(response).status();
            return status >= 500;
        }
        if (!response.isEventStream()) {
            response.close();
            return false;
        }
        reader.all(response, events, point);
        return true;
    }

    private boolean pauseBeforeHearing(ResumePoint point) {
        try {
            Duration pause = streams.pauseBefore(point);
            return !closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void endSession() {
        try (TimeLimit time = TimeLimit.of(streams.farewell())) {
            wire.call(time.cancellation(), control -> {
                wire.delete(wire.config().endpoint(), headers(), HttpWire.Sending.own(control))
                        .close();
                return true;
            });
        } catch (RpcException | DeliveryException e) {
            log.atDebug()
                    .setCause(e)
                    .addKeyValue("server", wire.config().name())
                    .log("Session not ended");
        }
    }

    /** Where a stream broke, and why. */
    private record Resume(ResumePoint point, String why) {}

    /** Before anybody listens. */
    private static final class DeafEvents implements Events {
        @Override
        public void receive(Message message) {}

        @Override
        public void closed(String reason) {}
    }
}
