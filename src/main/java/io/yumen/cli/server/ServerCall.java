package io.yumen.cli.server;

import io.yumen.app.Core;
import io.yumen.cli.command.CommandFailed;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import java.util.Collection;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One request of a command to a server of the configuration. */
final class ServerCall {
    private ServerCall() {}

    /** The handler of a server, or a failure that names those that there are. */
    static Handler server(Core core, String name) {
        return core.server(name)
                .orElseThrow(() -> unknown(
                        name,
                        core.status().servers().stream().map(one -> one.name()).toList()));
    }

    /** What is said of a server that there is not. */
    static CommandFailed unknown(String name, Collection<String> known) {
        return new CommandFailed("There is no server \"" + name + "\"; there is " + String.join(", ", known));
    }

    /** Sends a request and waits for its result; an error becomes the command's failure. */
    static ObjectNode send(Handler handler, String method, ObjectNode params) {
        Caller caller = new Caller(
                Access.LOCAL,
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode().put("name", "yumen-cli"));
        try {
            return handler.handle(Exchange.own(method, params, caller, new Cancellation()));
        } catch (RpcException e) {
            throw new CommandFailed(PlainText.lines(e.error().message()));
        }
    }
}
