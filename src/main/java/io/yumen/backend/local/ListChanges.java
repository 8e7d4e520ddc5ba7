package io.yumen.backend.local;

import io.yumen.backend.ConnectionEvents;
import io.yumen.backend.ListKind;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Listens to a service for changes of its lists, as long as its connection is open. */
final class ListChanges {
    private static final Logger log = LoggerFactory.getLogger(ListChanges.class);
    private static final List<Heard> HEARD = List.of(
            new Heard("tools", Methods.TOOLS_CHANGED, ListKind.TOOLS),
            new Heard("prompts", Methods.PROMPTS_CHANGED, ListKind.PROMPTS),
            new Heard("resources", Methods.RESOURCES_CHANGED, ListKind.RESOURCES));

    private record Heard(String capability, String method, ListKind kind) {}

    private ListChanges() {}

    /** Starts to listen where the service says that its lists change; ends with the cancellation. */
    static void listen(String server, Handler service, ObjectNode capabilities, Ear ear) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ObjectNode wanted = params.putObject("notifications");
        HEARD.stream()
                .filter(heard -> capabilities
                        .path(heard.capability())
                        .path("listChanged")
                        .asBoolean(false))
                .forEach(heard -> wanted.put(heard.capability() + "ListChanged", true));
        if (!wanted.isEmpty()) {
            Exchange listen = exchange(Methods.LISTEN, params, ear.end()).withClient(ear);
            Thread.ofVirtual().name(server + "-changes").start(() -> run(server, service, listen));
        }
    }

    static Exchange exchange(String method, ObjectNode params, Cancellation cancellation) {
        Caller ourselves = new Caller(
                Access.LOCAL,
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
        return Exchange.own(method, params, ourselves, cancellation);
    }

    private static void run(String server, Handler service, Exchange listen) {
        try {
            service.handle(listen);
        } catch (RpcException ended) {
            log.atDebug()
                    .addKeyValue("server", server)
                    .addKeyValue("reason", ended.getMessage())
                    .log("Changes of lists are not heard");
        }
    }

    /** Passes on what is heard. */
    record Ear(ConnectionEvents events, Cancellation end) implements Client {
        @Override
        public void notify(Message.Notification notification) {
            HEARD.stream()
                    .filter(heard -> heard.method().equals(notification.method()))
                    .forEach(heard -> events.listChanged(heard.kind()));
        }

        @Override
        public ObjectNode ask(InputRequest request) {
            return Client.silent().ask(request);
        }
    }
}
