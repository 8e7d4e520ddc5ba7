package io.yumen.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.bridge.Peer.Pending;
import io.yumen.protocol.Era;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How each feature is tried with the tools of {@code e2e/servers}. */
final class Checks {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String ITEM = "probe://item/1";

    private Checks() {}

    static void call(Peer peer, ServerKind server) {
        ObjectNode result = peer.call("echo", Trees.object().put("text", "hello"));

        assertThat(text(result)).isEqualTo("echo: hello");
        assertThat(result.has("resultType")).isEqualTo(peer.era() == Era.MODERN);
    }

    static void error(Peer peer, ServerKind server) {
        ObjectNode failed = peer.call("fail", Trees.object());
        Refused unknown =
                refused(() -> peer.request("resources/read", Trees.object().put("uri", "probe://nothing")));

        assertThat(failed.path("isError").asBoolean()).isTrue();
        assertThat(text(failed)).isEqualTo("the tool failed");
        assertThat(unknown.code()).isEqualTo(peer.era() == Era.MODERN ? -32602 : -32002);
        assertThat(unknown.data().path("uri").asString("")).isEqualTo("probe://nothing");
    }

    static void progress(Peer peer, ServerKind server) {
        ObjectNode params = Peer.callOf("progress", Trees.object());
        params.putObject("_meta").put("progressToken", "mine");

        assertThat(text(peer.request("tools/call", params))).isEqualTo("progressed");
        assertThat(peer.takeHeard("notifications/progress"))
                .allSatisfy(told ->
                        assertThat(told.path("progressToken").asString()).isEqualTo("mine"))
                .extracting(told -> told.path("progress").asInt())
                .containsExactly(1, 2, 3);
    }

    static void log(Peer peer, ServerKind server) {
        peer.wantLogs("info");

        assertThat(text(peer.call("log", Trees.object()))).isEqualTo("logged");
        assertThat(peer.await("notifications/message", told -> true)
                        .path("data")
                        .asString())
                .isEqualTo("from the tool");
        assertThat(peer.takeHeard("notifications/message")).isEmpty();
    }

    static void cancel(Peer peer, ServerKind server) {
        int before = aborted(peer);
        ObjectNode params = Peer.callOf("wait", Trees.object());
        params.putObject("_meta").put("progressToken", "waiting");
        Pending waiting = peer.begin("tools/call", params);
        peer.await(
                "notifications/progress",
                told -> told.path("progressToken").asString().equals("waiting"));

        waiting.cancel();

        eventually(() -> aborted(peer) > before);
        assertThat(waiting.answer()).isNotDone();
    }

    static void sampling(Peer peer, ServerKind server) {
        assertThat(text(peer.call("sample", Trees.object()))).isEqualTo(User.MODEL_SAYS);
        assertThat(peer.user().takeAsked().getFirst().path("maxTokens").asInt()).isEqualTo(10);
    }

    static void elicitationByForm(Peer peer, ServerKind server) {
        assertThat(text(peer.call("elicit", Trees.object()))).isEqualTo(User.NAME);
        assertThat(peer.user().takeAsked().getFirst().path("requestedSchema").has("required"))
                .isTrue();
    }

    static void elicitationByUrl(Peer peer, ServerKind server) {
        assertThat(text(peer.call("visit", Trees.object()))).isEqualTo("accept");
        ObjectNode asked = peer.user().takeAsked().getFirst();
        assertThat(asked.path("url").asString()).isEqualTo("https://example.test/visit");
        assertThat(asked.has("elicitationId")).isEqualTo(peer.era() == Era.LEGACY);
        if (peer.era() == Era.LEGACY) {
            peer.await(
                    "notifications/elicitation/complete",
                    told -> told.path("elicitationId").equals(asked.path("elicitationId")));
        }
        if (!server.isModern()) {
            visitFirst(peer);
        }
    }

    static void roots(Peer peer, ServerKind server) {
        assertThat(text(peer.call("roots", Trees.object()))).isEqualTo(User.ROOT);
    }

    static void listChanged(Peer peer, ServerKind server) {
        peer.watchLists();
        String name = "added-" + UUID.randomUUID();

        peer.call("add_tool", Trees.object().put("name", name));

        peer.await("notifications/tools/list_changed", told -> true);
        eventually(() -> all(peer, "tools/list", "tools").contains(name));
    }

    static void subscription(Peer peer, ServerKind server) {
        peer.watch(ITEM);

        peer.call("touch", Trees.object().put("uri", ITEM));

        peer.await(
                "notifications/resources/updated",
                told -> told.path("uri").asString().equals(ITEM));
    }

    static void completion(Peer peer, ServerKind server) {
        ObjectNode params = Trees.object();
        params.putObject("ref").put("type", "ref/prompt").put("name", "greet");
        params.putObject("argument").put("name", "name").put("value", "a");

        JsonNode completion = peer.request("completion/complete", params).path("completion");

        assertThat(completion.path("values").valueStream().map(JsonNode::asString))
                .containsExactly("ada", "alan");
    }

    static void pagination(Peer peer, ServerKind server) {
        assertThat(peer.request("resources/list", Trees.object())
                        .path("nextCursor")
                        .isString())
                .isTrue();
        assertThat(all(peer, "resources/list", "resources")).hasSize(12).doesNotHaveDuplicates();
    }

    static void meta(Peer peer, ServerKind server) {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        ObjectNode params = Peer.callOf("meta", Trees.object());
        params.putObject("_meta").put("traceparent", parent).put("com.example/own", 7);

        String seen = text(peer.request("tools/call", params));

        assertThat(seen)
                .contains("\"com.example/own\":7")
                .containsPattern("\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-");
    }

    static void tasks(Peer peer, ServerKind server) {
        String quick = peer.beginTask("job", Trees.object().put("text", "it"));
        assertThat(text(peer.awaitTask(quick))).isEqualTo("did it");

        String asking = peer.beginTask("job_asks", Trees.object());
        assertThat(text(peer.awaitTask(asking))).isEqualTo("hello " + User.NAME);
        peer.user().takeAsked();

        String hanging = peer.beginTask("job_hangs", Trees.object());
        assertThat(peer.cancelTask(hanging)).isEqualTo("cancelled");
        assertThat(quick).isNotEqualTo(asking);
    }

    static void resumption(Peer peer, ServerKind server) {
        String key = UUID.randomUUID().toString();
        ObjectNode params = Peer.callOf("hold", Trees.object().put("key", key));
        params.putObject("_meta").put("progressToken", key);
        Pending held = peer.begin("tools/call", params);
        peer.await("notifications/progress", told -> told.path("progress").asInt() == 1);

        peer.channel().breakStream(held.request());
        Pending released =
                peer.begin("tools/call", Peer.callOf("release", Trees.object().put("key", key)));
        peer.channel().resume(held.request());
        released.await();

        assertThat(text(held.await())).isEqualTo("let go");
        assertThat(peer.takeHeard("notifications/progress"))
                .extracting(told -> told.path("progress").asInt())
                .containsExactly(2);
    }

    /** Before a call, a page must be visited (-32042); then the call is done without the client's doing. */
    private static void visitFirst(Peer peer) {
        ObjectNode arguments = Trees.object().put("key", UUID.randomUUID().toString());
        if (peer.era() == Era.MODERN) {
            assertThat(text(peer.call("visit_first", arguments))).isEqualTo("visited");
            assertThat(peer.user().takeAsked().getFirst().path("url").asString())
                    .isEqualTo("https://example.test/first");
            return;
        }
        Refused first = refused(() -> peer.call("visit_first", arguments));
        JsonNode elicitation = first.data().path("elicitations").path(0);
        assertThat(first.code()).isEqualTo(-32042);
        peer.await(
                "notifications/elicitation/complete",
                told -> told.path("elicitationId").equals(elicitation.path("elicitationId")));
        assertThat(text(peer.call("visit_first", arguments))).isEqualTo("visited");
    }

    private static int aborted(Peer peer) {
        return Integer.parseInt(text(peer.call("aborted", Trees.object())));
    }

    private static List<String> all(Peer peer, String method, String key) {
        List<String> names = new ArrayList<>();
        ObjectNode params = Trees.object();
        while (true) {
            ObjectNode page = peer.request(method, params);
            page.path(key).forEach(entry -> names.add(entry.path("name").asString()));
            if (!page.has("nextCursor")) {
                return names;
            }
            params = Trees.object();
            params.set("cursor", page.path("nextCursor"));
        }
    }

    private static String text(ObjectNode result) {
        return result.path("content").path(0).path("text").asString(result.toString());
    }

    private static Refused refused(Runnable request) {
        Refused refused = catchThrowableOfType(Refused.class, request::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    private static void eventually(java.util.function.BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        }
    }
}
