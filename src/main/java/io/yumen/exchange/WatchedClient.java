package io.yumen.exchange;

import io.yumen.protocol.Message;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** A client whose questions pass something on their way. */
record WatchedClient(Client client, Asker asker) implements Client {
    @Override
    public void notify(Message.Notification notification) {
        client.notify(notification);
    }

    @Override
    public ObjectNode ask(InputRequest question) {
        return asker.ask(question, client);
    }

    @Override
    public void release() {
        client.release();
    }

    @Override
    public void waits(Duration longest) {
        client.waits(longest);
    }

    @Override
    public boolean isSilent() {
        return client.isSilent();
    }
}
