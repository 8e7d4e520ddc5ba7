package io.yumen.transport.http;

import io.yumen.protocol.Message;
import io.yumen.session.Outlet;

/**
 * The stream of one request of a session.
 *
 * @param answer the response to the request, which becomes a stream with the first message
 * @param all the streams of the session, which keep what is sent
 * @param stream the number of this one among them
 * @param resumable whether the client knows how to come back, so that its connection can be let go
 */
record RequestOutlet(Answer answer, SessionStreams all, int stream, boolean resumable) implements Outlet {
    @Override
    public void send(Message message) {
        boolean isStream = answer.open() != null || answer.wasStream();
        if (!isStream && message instanceof Message.Request) {
            // The client went before it learned how to come back; what it is asked finds it where it listens.
            all.send(message);
        } else {
            all.publish(stream, message);
        }
    }

    @Override
    public void release() {
        if (resumable) {
            answer.release();
        }
    }
}
