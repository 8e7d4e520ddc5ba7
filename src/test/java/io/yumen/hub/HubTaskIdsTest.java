package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Handler;
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
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Ids of tasks of a server that counts them, in methods that the specification has and in others. */
class HubTaskIdsTest {
    private static final String PAUSE = "tasks/pause";

    private final ModernEdge edge =
            new ModernEdge(new Identity("yumen", "Yumen", "1"), Sealer.ephemeral(), EdgeLimits.DEFAULT);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void a_method_of_tasks_that_no_revision_has_reaches_the_clients_own_tasks_and_no_others() {
        ScriptedBackend a = counting("a")
                .on(
                        PAUSE,
                        exchange -> HubCase.params()
                                .put("taskId", exchange.params().path("taskId").asString())
                                .put("paused", true));
        try (HubCase hub = HubCase.of(a)) {
            for (Handler way : List.of(hub.hub, hub.hub.server("a").orElseThrow())) {
                String mine = begin(way, "ann");
                assertThat(result(way, "ann", PAUSE, named(mine)).path("taskId").asString())
                        .isEqualTo(mine);
                assertThat(a.seen(PAUSE).getLast().params().path("taskId").asString())
                        .isEqualTo("1");

                int asked = a.count(PAUSE);
                String bare = mine.substring(0, mine.lastIndexOf('.'));
                for (ObjectNode foreign :
                        List.of(named(bare), named("1"), HubCase.params().put("taskId", 1), several(mine))) {
                    assertThat(error(way, "ann", PAUSE, foreign)).isEqualTo(ErrorCode.INVALID_PARAMS);
                }
                assertThat(error(way, "ben", PAUSE, named(mine))).isEqualTo(ErrorCode.INVALID_PARAMS);
                assertThat(a.count(PAUSE)).isEqualTo(asked);
            }
        }
    }

    @Test
    void a_task_that_nobody_asked_about_is_no_key() {
        ScriptedBackend a = counting("a")
                .on(PAUSE, exchange -> HubCase.params().put("taskId", "2"))
                .on("tasks/newest", exchange -> HubCase.params().put("taskId", "2"))
                .on(Methods.TASKS_GET, exchange -> HubCase.params().put("taskId", "2"));
        try (HubCase hub = HubCase.of(a)) {
            String mine = begin(hub.hub, "ann");
            for (String method : List.of(PAUSE, "tasks/newest", Methods.TASKS_GET)) {
                ObjectNode params = method.equals("tasks/newest") ? HubCase.params() : named(mine);
                String told =
                        result(hub.hub, "ann", method, params).path("taskId").asString();
                assertThat(error(hub.hub, "ann", Methods.TASKS_GET, named(told)))
                        .as(method)
                        .isEqualTo(ErrorCode.INVALID_PARAMS);
            }
        }
    }

    @Test
    void an_id_that_a_server_which_counts_gave_to_somebody_else_since_names_nothing_to_who_had_it_before() {
        ScriptedBackend a = counting("a")
                .tools("go", "other")
                .on(Methods.TASKS_GET, exchange -> HubCase.params().put("taskId", "1"))
                .on(Methods.TASKS_CANCEL, exchange -> HubCase.params());
        try (HubCase hub = HubCase.of(a)) {
            for (Handler way : List.of(hub.hub, hub.hub.server("a").orElseThrow())) {
                String ofAnn = begin(way, "ann");
                assertThat(result(way, "ann", Methods.TASKS_GET, named(ofAnn)).has("taskId"))
                        .isTrue();
                // It starts anew, and counts from one.
                String ofBen = begin(way, "ben");
                int asked = a.count(Methods.TASKS_GET);
                for (String method : List.of(Methods.TASKS_GET, Methods.TASKS_CANCEL)) {
                    assertThat(error(way, "ann", method, named(ofAnn))).isEqualTo(ErrorCode.INVALID_PARAMS);
                }
                assertThat(a.count(Methods.TASKS_GET)).isEqualTo(asked);
                assertThat(a.count(Methods.TASKS_CANCEL)).isZero();
                assertThat(result(way, "ben", Methods.TASKS_GET, named(ofBen))
                                .path("taskId")
                                .asString())
                        .isEqualTo(ofBen);

                ObjectNode other = HubCase.params().put("name", "other");
                result(way, "ben", Methods.TOOLS_CALL, other);
                assertThat(error(way, "ben", Methods.TASKS_GET, named(ofBen)))
                        .as("what another tool began")
                        .isEqualTo(ErrorCode.INVALID_PARAMS);
            }
        }
    }

    private static ScriptedBackend counting(String name) {
        return new ScriptedBackend(name)
                .tools("go")
                .on(
                        Methods.TOOLS_CALL,
                        exchange -> HubCase.params()
                                .put("resultType", "task")
                                .put("taskId", "1")
                                .put("status", "working"));
    }

    private String begin(Handler way, String who) {
        return result(way, who, Methods.TOOLS_CALL, HubCase.params().put("name", "go"))
                .path("taskId")
                .asString();
    }

    private static ObjectNode named(String id) {
        return HubCase.params().put("taskId", id);
    }

    private static ObjectNode several(String id) {
        ObjectNode params = HubCase.params();
        params.putArray("taskIds").add(id);
        return params;
    }

    private ObjectNode result(Handler way, String who, String method, ObjectNode params) {
        Message.Response response = send(way, who, method, params);
        assertThat(response).isInstanceOf(Message.Result.class);
        return ((Message.Result) response).result();
    }

    private int error(Handler way, String who, String method, ObjectNode params) {
        Message.Response response = send(way, who, method, params);
        assertThat(response).isInstanceOf(Message.Failure.class);
        return ((Message.Failure) response).error().code();
    }

    private Message.Response send(Handler way, String who, String method, ObjectNode params) {
        ObjectNode tree = params.deepCopy();
        Meta.of(tree).put(Meta.PROTOCOL_VERSION, "2026-07-28");
        Meta.of(tree)
                .putObject(Meta.CLIENT_CAPABILITIES)
                .putObject("extensions")
                .putObject(Methods.TASKS_EXTENSION);
        return edge.answer(
                new Endpoint("/mcp", way),
                new Peer(Access.plain(new Principal(TenantId.LOCAL, who), Access.Proof.NONE), ClientKey.STATELESS),
                Envelope.open(new Message.Request(RequestId.of(1), method, tree)),
                new RecordingOutlet(),
                new Cancellation());
    }
}
