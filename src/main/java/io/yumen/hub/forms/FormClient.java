package io.yumen.hub.forms;

import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.Message;
import tools.jackson.databind.node.ObjectNode;

/** The way back to a client for one server: what that server tells is put as clients see it. */
public record FormClient(Client client, ResultForm form) implements Client {
    @Override
    public void notify(Message.Notification notification) {
        client.notify(new Message.Notification(notification.method(), form.params(notification.params())));
    }

    @Override
    public ObjectNode ask(InputRequest request) {
        return client.ask(request);
    }

    @Override
    public void release() {
        client.release();
    }

    @Override
    public boolean isSilent() {
        return client.isSilent();
    }
}
