package io.yumen.session;

import io.yumen.protocol.Message;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An outlet that keeps what it is given. */
public final class RecordingOutlet implements Outlet {
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    @Override
    public void send(Message message) {
        messages.add(message);
    }

    /** All that came and was not taken. */
    public List<Message> all() {
        return List.copyOf(messages);
    }

    /** Takes the next message; fails when none comes within 10 s. */
    public Message next() throws InterruptedException {
        Message message = messages.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("No message came");
        }
        return message;
    }

    /** Takes the next message, which is a request. */
    public Message.Request nextRequest() throws InterruptedException {
        return (Message.Request) next();
    }

    /** Takes the next message, which is a notification. */
    public Message.Notification nextNotification() throws InterruptedException {
        return (Message.Notification) next();
    }
}
