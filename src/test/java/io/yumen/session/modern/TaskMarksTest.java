package io.yumen.session.modern;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.secret.Sealer;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Envelope;
import io.yumen.session.Identity;
import io.yumen.session.Peer;
import io.yumen.session.RecordingOutlet;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Task ids of servers that count, given to clients who try each other's. */
class TaskMarksTest {
    private static final Principal OTHER = new Principal(TenantId.LOCAL, "other");

    private final RecordingOutlet outlet = new RecordingOutlet();
    private final BlockingQueue<Exchange> handled = new LinkedBlockingQueue<>();
    private final ModernEdge edge =
            new ModernEdge(new Identity("yumen", "Yumen", "1"), Sealer.ephemeral(), EdgeLimits.DEFAULT);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void a_task_is_found_by_the_one_it_was_given_to_and_by_nobody_else() {
        String id = begin(Principal.LOCAL);

        ObjectNode mine = result(send(Principal.LOCAL, "/mcp", Methods.TASKS_GET, named(id)));
        assertThat(mine.path("taskId").stringValue()).isEqualTo(id);
        assertThat(handled.poll().params().path("taskId").stringValue()).isEqualTo("task-1");

        assertThat(error(send(OTHER, "/mcp", Methods.TASKS_GET, named(id)))).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(error(send(Principal.LOCAL, "/servers/a/mcp", Methods.TASKS_GET, named(id))))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        for (String forged : new String[] {"task-1", "task-2" + id.substring("task-1".length()), "", "."}) {
            assertThat(error(send(Principal.LOCAL, "/mcp", Methods.TASKS_CANCEL, named(forged))))
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void a_subscription_follows_only_the_clients_own_tasks() throws InterruptedException {
        String mine = begin(Principal.LOCAL);
        String theirs = begin(OTHER);

        send(
                Principal.LOCAL,
                "/mcp",
                Methods.LISTEN,
                "{'notifications': {'taskIds': ['" + mine + "', '" + theirs + "']}}");

        assertThat(handled.take().params().path("notifications").toString()).isEqualTo("{\"taskIds\":[\"task-1\"]}");
        assertThat(outlet.nextNotification().params().path("notifications").toString())
                .isEqualTo("{\"taskIds\":[\"" + mine + "\"]}");
        assertThat(outlet.nextNotification().params().path("taskId").stringValue())
                .isEqualTo(mine);
    }

    private String begin(Principal principal) {
        String id = result(send(principal, "/mcp", Methods.TOOLS_CALL, "{'name': 't'}"))
                .path("taskId")
                .stringValue();
        assertThat(id).startsWith("task-1.");
        handled.clear();
        return id;
    }

    private ObjectNode handle(Exchange exchange) {
        handled.add(exchange);
        if (exchange.method().equals(Methods.LISTEN)) {
            exchange.client().notify(new Message.Notification(Methods.ACKNOWLEDGED, exchange.params()));
            exchange.client()
                    .notify(new Message.Notification(
                            Methods.TASK_CHANGED, json("{'taskId': 'task-1', 'status': 'working'}")));
        }
        return exchange.method().equals(Methods.TOOLS_CALL)
                ? json("{'resultType': 'task', 'taskId': 'task-1', 'status': 'working'}")
                : json("{'taskId': 'task-1', 'status': 'working'}");
    }

    private Message.Response send(Principal principal, String endpoint, String method, String params) {
        ObjectNode tree = json(params);
        Meta.of(tree).put(Meta.PROTOCOL_VERSION, "2026-07-28");
        Meta.of(tree).set(Meta.CLIENT_CAPABILITIES, json("{'extensions': {'io.modelcontextprotocol/tasks': {}}}"));
        return edge.answer(
                new Endpoint(endpoint, this::handle),
                new Peer(Access.plain(principal, Access.Proof.NONE), ClientKey.STATELESS),
                Envelope.open(new Message.Request(RequestId.of(1), method, tree)),
                outlet,
                new Cancellation());
    }

    private static String named(String id) {
        return "{'taskId': '" + id + "'}";
    }

    private static ObjectNode result(Message.Response response) {
        assertThat(response).isInstanceOf(Message.Result.class);
        return ((Message.Result) response).result();
    }

    private static int error(Message.Response response) {
        assertThat(response).isInstanceOf(Message.Failure.class);
        return ((Message.Failure) response).error().code();
    }
}
