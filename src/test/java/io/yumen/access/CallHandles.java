package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.access.Handle.Held;
import io.yumen.access.Handle.Reach;
import io.yumen.transport.Wire;
import java.io.IOException;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What calls leave behind: tasks, states, questions, subscriptions; and what operators name. */
final class CallHandles {
    private static final String MCP = "/mcp";
    private static final String WORK = "\"name\":\"slow_compute\",\"arguments\":{\"seconds\":600,\"label\":\"w\"}";
    private static final String ELICIT = "\"name\":\"elicit\",\"arguments\":{\"message\":\"m\"}";
    private static final String ACCEPT = "{\"action\":\"accept\",\"content\":{\"answer\":\"blue\",\"name\":\"blue\"}}";

    private CallHandles() {}

    static Stream<Handle> all(Locked gateway) {
        return Stream.of(legacyTasks(), modernTasks(), states(), numbers(), operations(gateway))
                .flatMap(handles -> handles);
    }

    private static Stream<Handle> legacyTasks() {
        return Stream.of("tasks/get", "tasks/result", "tasks/cancel")
                .map(method -> Handle.refused("task of 2025-11-25", "`" + method + "`", owner -> task(owner, method)));
    }

    private static Held task(Person owner, String method) throws IOException {
        String session = owner.session(MCP);
        String id = Person.read(owner.in(MCP, session, Person.request("tools/call", WORK + ",\"task\":{}")))
                .at("/result/task/taskId")
                .asString();
        return new Handle.Simple(
                id,
                (who, other) -> who.in(MCP, who.session(MCP), Person.request(method, "\"taskId\":\"" + other + "\"")),
                () -> assertThat(owner.in(MCP, session, Person.request("tasks/get", "\"taskId\":\"" + id + "\""))
                                .body())
                        .contains("\"working\""));
    }

    private static Stream<Handle> modernTasks() {
        String kind = "task of 2026-07-28";
        return Stream.concat(
                Stream.of("tasks/get", "tasks/update", "tasks/cancel")
                        .map(method -> Handle.refused(
                                kind,
                                "`" + method + "`",
                                owner -> work(
                                        owner,
                                        (who, id) -> who.ask(
                                                method,
                                                id,
                                                "\"taskId\":\"" + id + "\",\"inputResponses\":{\"q\":" + ACCEPT
                                                        + "},")))),
                Stream.of(Handle.refused(kind, "`subscriptions/listen`", owner -> work(owner, CallHandles::listen))));
    }

    private static Held work(Person owner, Reach reach) throws IOException {
        String id = Person.read(owner.ask("tools/call", "slow_compute", WORK + ","))
                .at("/result/taskId")
                .asString();
        return new Handle.Simple(
                id,
                reach,
                () -> assertThat(owner.ask("tasks/get", id, "\"taskId\":\"" + id + "\",")
                                .body())
                        .contains("\"working\""));
    }

    /** What is heard first says of which tasks one will hear. */
    private static RawHttp.Answer listen(Person who, String id) {
        try (Wire stream = who.listen("\"notifications\":{\"taskIds\":[\"" + id + "\"]},")) {
            return new RawHttp.Answer(stream.status(), "", stream.event().data());
        }
    }

    private static Stream<Handle> states() {
        return Stream.of(
                Handle.refused("`requestState` of a call that waits", "retry", owner -> state(owner, "elicit", ELICIT)),
                Handle.refused("`requestState` of a server", "retry", owner -> {
                    String tool = "test_input_required_result_multi_round";
                    return state(owner, tool, "\"name\":\"" + tool + "\",\"arguments\":{}");
                }));
    }

    private static Held state(Person owner, String tool, String params) throws IOException {
        JsonNode asked =
                Person.read(owner.ask("tools/call", tool, params + ",")).path("result");
        assertThat(asked.path("resultType").asString()).as("%s", asked).isEqualTo("input_required");
        String question = asked.path("inputRequests").propertyNames().iterator().next();
        Reach reach = (who, state) -> who.ask(
                "tools/call",
                tool,
                params + ",\"requestState\":\"" + state + "\",\"inputResponses\":{\"" + question + "\":" + ACCEPT
                        + "},");
        String state = asked.path("requestState").asString();
        return new Handle.Simple(
                state, reach, () -> assertThat(reach.by(owner, state).body()).contains("\"result\""));
    }

    /** Numbers that mean something in one session alone. */
    private static Stream<Handle> numbers() {
        return Stream.of(
                own("question of a server", "answer", (who, id) -> tell(who, "\"id\":" + id + ",\"result\":" + ACCEPT)),
                own(
                        "request under way",
                        "`notifications/cancelled`",
                        (who, id) -> tell(
                                who, "\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id + "}")),
                own(
                        "progress token",
                        "`notifications/progress`",
                        (who, id) -> tell(
                                who,
                                "\"method\":\"notifications/progress\",\"params\":{\"progressToken\":" + id
                                        + ",\"progress\":1}")),
                new Handle(
                        "subscription to a resource",
                        "`resources/unsubscribe`",
                        Handle.Record.HIS_OWN,
                        CallHandles::subscription));
    }

    private static RawHttp.Answer tell(Person who, String message) throws IOException {
        return who.in(MCP, who.session(MCP), "{\"jsonrpc\":\"2.0\"," + message + "}");
    }

    private static Handle own(String kind, String way, Reach reach) {
        return new Handle(kind, way, Handle.Record.HIS_OWN, owner -> question(owner, reach));
    }

    /** A call under way that asks its client, by the number 7 for itself and for its progress. */
    private static Held question(Person owner, Reach reach) throws IOException {
        String session = owner.session(MCP);
        Wire call = owner.open(
                "POST",
                MCP,
                "Mcp-Session-Id: " + session + "\n",
                Person.request("tools/call", ELICIT + ",\"_meta\":{\"progressToken\":7}"));
        JsonNode asked = Person.next(call);
        while (!asked.has("id")) {
            asked = Person.next(call);
        }
        String id = asked.path("id").toString();
        return new Handle.Streaming(
                new Handle.Simple("7", (who, number) -> reach.by(who, number.equals("7") ? id : number), () -> {
                    owner.in(MCP, session, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + ACCEPT + "}");
                    assertThat(Person.next(call).at("/result/content/0/text").asString())
                            .isEqualTo("blue");
                }),
                call);
    }

    private static Held subscription(Person owner) throws IOException {
        String watched = "\"uri\":\"test://watched-resource\"";
        String session = owner.session(MCP);
        Wire stream = owner.open("GET", MCP, "Mcp-Session-Id: " + session + "\n", "");
        owner.in(MCP, session, Person.request("resources/subscribe", watched));
        return new Handle.Streaming(
                new Handle.Simple(
                        "test://watched-resource",
                        (who, uri) -> who.in(
                                MCP,
                                who.session(MCP),
                                Person.request("resources/unsubscribe", "\"uri\":\"" + uri + "\"")),
                        () -> {
                            owner.ask("tools/call", "touch_resource", "\"name\":\"touch_resource\",\"arguments\":{},");
                            assertThat(Person.next(stream).path("method").asString())
                                    .isEqualTo("notifications/resources/updated");
                        }),
                stream);
    }

    private static Stream<Handle> operations(Locked gateway) {
        return Stream.concat(
                Stream.of("approve", "deny")
                        .map(verdict -> Handle.refused(
                                "call that waits for approval",
                                "`POST /api/v1/approvals/ID/" + verdict + "`",
                                owner -> approval(gateway, owner, verdict))),
                Stream.of("DELETE /api/v1/keys/%s", "POST /api/v1/keys/%s/rotate")
                        .map(line -> Handle.refused(
                                "id of a key",
                                "`" + line.replace("%s", "ID") + "`",
                                owner -> key(gateway, owner, line))));
    }

    private static Held approval(Locked gateway, Person owner, String verdict) throws IOException {
        Thread call = Thread.ofVirtual().start(() -> {
            try {
                owner.ask("tools/call", "add", "\"name\":\"add\",\"arguments\":{\"a\":100,\"b\":1},");
            } catch (IOException e) {
                // The gateway has ended.
            }
        });
        String id = "";
        while (id.isEmpty()) {
            id = waiting(gateway, owner);
        }
        String waits = id;
        return new Handle.Simple(
                waits, (who, other) -> who.send("POST /api/v1/approvals/" + other + "/" + verdict, "{}"), () -> {
                    assertThat(waiting(gateway, owner)).isEqualTo(waits);
                    gateway.operate("POST /api/v1/approvals/" + waits + "/approve", "{}");
                    join(call);
                });
    }

    private static void join(Thread call) {
        try {
            call.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The call of that owner that waits, or empty. */
    private static String waiting(Locked gateway, Person owner) throws IOException {
        return gateway.operate("GET /api/v1/approvals", "")
                .path("approvals")
                .valueStream()
                .filter(one -> one.path("state").asString().equals("waiting"))
                .filter(one -> one.path("principal").asString().equals(owner.name()))
                .map(one -> one.path("id").asString())
                .findFirst()
                .orElse("");
    }

    private static Held key(Locked gateway, Person owner, String line) throws IOException {
        JsonNode made = gateway.makeKey("{\"principal\": \"" + owner.name() + "\"}");
        Person with = new Person(
                owner.gateway(), owner.name(), owner.tenant(), made.path("key").asString());
        return new Handle.Simple(
                made.path("id").asString(),
                (who, id) -> who.send(line.formatted(id), line.startsWith("POST") ? "{}" : ""),
                () -> assertThat(with.send("GET /capabilities", "").status()).isEqualTo(200));
    }
}
