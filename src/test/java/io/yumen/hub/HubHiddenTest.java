package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.exchange.Policy;
import io.yumen.exchange.Policy.Decision;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.names.TaskId;
import io.yumen.pin.Inspector;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.telemetry.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** A server that a caller may not see, against a hub that does not have it: nothing tells the two apart. */
class HubHiddenTest {
    /** Whether it is somebody who may see all. */
    private static final AtomicBoolean SHOWS = new AtomicBoolean();

    private static final Policy HIDES = (caller, subject) -> !SHOWS.get()
                    && (subject.server().equals("hidden")
                            || (subject.server().equals("a") && subject.name().equals("veiled")))
            ? new Decision.Denied("rule", "hidden")
            : Decision.ALLOWED;
    private static final Inspector CAREFUL = new Inspector() {
        @Override
        public Scrutiny scrutiny(String server) {
            return server.equals("hidden") ? Scrutiny.CALLS : Scrutiny.NONE;
        }

        @Override
        public Map<String, String> inspect(Said said) {
            return Map.of();
        }
    };

    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        never.countDown();
    }

    @Test
    void a_hidden_server_that_answers_changes_no_answer() throws Exception {
        ScriptedBackend hidden = hidden().ttl(5);
        try (Hub with = hub(List.of("a", "b"), hidden);
                Hub without = hub(List.of("a", "b"))) {
            warm(with, hidden);
            compare(with, without);
        }
    }

    @Test
    void a_hidden_server_that_never_answers_is_never_waited_for() throws Exception {
        ScriptedBackend hidden = hidden();
        for (Listing listing : Listing.values()) {
            hidden.holding(listing.method(), never);
        }
        hidden.holding(Methods.DISCOVER, never);
        try (Hub with = hub(List.of("a", "b"), hidden);
                Hub without = hub(List.of("a", "b"))) {
            compare(with, without);
        }
    }

    @Test
    void pins_that_have_to_be_read_anew_make_nobody_wait_who_does_not_know_of_the_server() throws Exception {
        ScriptedBackend hidden = hidden();
        try (Hub with = hub(List.of("a", "b"), hidden);
                Hub without = hub(List.of("a", "b"))) {
            warm(with, hidden);
            for (Listing listing : Listing.values()) {
                hidden.holding(listing.method(), never);
            }
            with.reinspect("hidden");
            compare(with, without);
        }
    }

    @Test
    void the_only_server_that_is_seen_answers_as_the_only_one() throws Exception {
        ScriptedBackend hidden = hidden();
        try (Hub with = hub(List.of("a"), hidden);
                Hub without = hub(List.of("a"))) {
            warm(with, hidden);
            compare(with, without);
        }
        try (Hub with = hub(List.of(), hidden());
                Hub without = hub(List.of())) {
            compare(with, without);
        }
    }

    @ParameterizedTest
    @EnumSource(Prefixing.class)
    void what_a_hidden_server_offers_under_the_names_of_others_changes_no_name(Prefixing prefixing) throws Exception {
        // It comes first, so that where the first has a name, it would be its.
        ScriptedBackend hidden = namesake("hidden");
        try (Hub with = hub(prefixing, hidden, seen("a"), seen("b"));
                Hub without = hub(prefixing, seen("a"), seen("b"))) {
            for (int round = 0; round < 2; round++) {
                for (Listing listing : Listing.values()) {
                    assertThat(listed(with, listing)).as("%s", listing).isEqualTo(listed(without, listing));
                }
                warm(with, hidden);
            }
            assertThat(listed(with, Listing.TOOLS)).contains(prefixing == Prefixing.ALWAYS ? "a_look_a" : "look_a");
            for (Asked asked : List.of(
                    new Asked(Methods.TOOLS_CALL, HubCase.params().put("name", "look_a")),
                    new Asked(Methods.TOOLS_CALL, HubCase.params().put("name", "a_look_a")),
                    new Asked(Methods.PROMPTS_GET, HubCase.params().put("name", "say_b")),
                    new Asked(Methods.RESOURCES_READ, HubCase.params().put("uri", "memo:a")))) {
                assertThat(answer(with, asked)).as(asked.toString()).isEqualTo(answer(without, asked));
            }
        }
    }

    @Test
    void a_call_before_anything_was_listed_finds_what_only_a_hidden_server_has_beside() {
        try (Hub with = hub(Prefixing.AUTO, namesake("hidden"), seen("a"), seen("b"))) {
            ObjectNode call = HubCase.params().put("name", "look_a");
            assertThat(with.handle(HubCase.exchange(Methods.TOOLS_CALL, call)).toString())
                    .contains("a");
        }
    }

    @Test
    void a_hidden_server_that_comes_to_offer_what_another_does_is_told_to_nobody() throws InterruptedException {
        ScriptedBackend hidden = hidden();
        try (HubCase hub =
                new HubCase(HubCase.impatient(Prefixing.AUTO), HIDES, HubCase.servers(hidden, seen("a"), seen("b")))) {
            hub.ask(Methods.TOOLS_LIST, HubCase.params());
            try (HubCase.Ear ear = hub.listen(HubCase.params().put("toolsListChanged", true))) {
                hidden.tools("look_a").changed(ListKind.TOOLS, ScopeKey.SHARED);
                hub.hub.policyChanged();
                assertThat(ear.isQuiet(Duration.ofMillis(300))).isTrue();
            }
        }
    }

    @Test
    void what_happens_to_a_hidden_server_is_told_to_nobody() throws InterruptedException {
        ScriptedBackend hidden = hidden();
        try (HubCase hub =
                new HubCase(HubCase.impatient(Prefixing.AUTO), HIDES, HubCase.servers(seen("a"), seen("b"), hidden))) {
            hub.ask(Methods.TOOLS_LIST, HubCase.params());
            ObjectNode all = HubCase.params().put("toolsListChanged", true).put("resourcesListChanged", true);
            all.putArray("resourceSubscriptions").add("memo:hidden").add("hidden+memo:hidden");
            all.putArray("taskIds").add(new TaskId("hidden", "spy", "1").exposed());
            try (HubCase.Ear ear = hub.listen(all)) {
                assertThat(ear.acknowledgement.path("notifications").path("resourceSubscriptions"))
                        .isEmpty();
                assertThat(ear.acknowledgement.path("notifications").path("taskIds"))
                        .isEmpty();
                hidden.tools("spy", "more").changed(ListKind.TOOLS, ScopeKey.SHARED);
                hidden.stateChanged(new ServerState.Ready());
                hub.hub.reinspect("hidden");
                assertThat(ear.isQuiet(Duration.ofMillis(300))).isTrue();
            }
        }
    }

    /** Has what the hidden server lists known, as somebody's who sees it. */
    private static void warm(Hub hub, ScriptedBackend hidden) {
        SHOWS.set(true);
        try {
            for (Listing listing : Listing.values()) {
                hub.handle(HubCase.exchange(listing.method(), HubCase.params()));
                Eventually.holds(() -> hidden.count(listing.method()) > 0);
                hub.handle(HubCase.exchange(listing.method(), HubCase.params()));
            }
        } finally {
            SHOWS.set(false);
        }
    }

    private static void compare(Hub with, Hub without) throws Exception {
        for (Asked asked : requests()) {
            assertThat(answer(with, asked)).as(asked.toString()).isEqualTo(answer(without, asked));
        }
    }

    private static String answer(Hub hub, Asked asked) throws Exception {
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return hub.handle(HubCase.exchange(
                                        asked.method(), asked.params().deepCopy()))
                                .toString();
                    } catch (RpcException e) {
                        return e.error().toString();
                    }
                },
                Thread::startVirtualThread);
        try {
            return answer.get(HubCase.SOON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(asked + " waits", e);
        } catch (ExecutionException e) {
            throw new AssertionError(asked.toString(), e);
        }
    }

    private record Asked(String method, ObjectNode params) {}

    private static List<Asked> requests() {
        List<Asked> all = new ArrayList<>();
        for (Listing listing : Listing.values()) {
            all.add(new Asked(listing.method(), HubCase.params()));
        }
        all.add(new Asked(Methods.DISCOVER, HubCase.params()));
        for (String tool : List.of("spy", "spi", "hidden_spy", "veiled", "veild", "look")) {
            all.add(new Asked(Methods.TOOLS_CALL, HubCase.params().put("name", tool)));
            all.add(new Asked(Methods.PROMPTS_GET, HubCase.params().put("name", tool)));
            all.add(complete("ref/prompt", "name", tool));
        }
        for (String uri : List.of(
                "memo:hidden",
                "hidden+memo:hidden",
                "hidden+memo:nowhere",
                "memo:common",
                "secret:of/anybody",
                "memo:nowhere",
                "memo:a")) {
            for (String method : List.of(Methods.RESOURCES_READ, Methods.SKILLS_GET, Methods.DIRECTORY_READ)) {
                all.add(new Asked(method, HubCase.params().put("uri", uri)));
            }
            all.add(complete("ref/resource", "uri", uri));
        }
        all.add(complete("ref/resource", "uri", "secret:{of}/{whom}"));
        all.add(new Asked(Methods.SKILLS_LIST, HubCase.params()));
        all.add(new Asked("vendor/own", HubCase.params()));
        all.add(new Asked(
                Methods.TASKS_GET, HubCase.params().put("taskId", new TaskId("hidden", "spy", "1").exposed())));
        all.add(new Asked(Methods.TASKS_CANCEL, HubCase.params().put("taskId", "hidden.spy.1")));
        all.add(new Asked("tasks/other", HubCase.params().put("taskId", "hidden.spy.1")));
        return all;
    }

    private static Asked complete(String type, String key, String value) {
        ObjectNode params = HubCase.params();
        params.putObject("ref").put("type", type).put(key, value);
        params.putObject("argument").put("name", "x").put("value", "");
        return new Asked(Methods.COMPLETE, params);
    }

    private static Hub hub(List<String> seen, ScriptedBackend... hidden) {
        List<ScriptedBackend> all =
                new ArrayList<>(seen.stream().map(HubHiddenTest::seen).toList());
        all.addAll(List.of(hidden));
        return hub(Prefixing.AUTO, all.toArray(ScriptedBackend[]::new));
    }

    private static Hub hub(Prefixing prefixing, ScriptedBackend... all) {
        Duration hour = Duration.ofHours(1);
        HubConfig config = new HubConfig(prefixing, 0, HubCase.impatientLimits(), HubCase.lists(hour, hour));
        Hub hub = new Hub(config, HIDES, new Metrics(), CAREFUL);
        hub.apply(HubCase.servers(all));
        return hub;
    }

    /** The names of that list. */
    private static List<String> listed(Hub hub, Listing listing) {
        return HubCase.names(listing, hub.handle(HubCase.exchange(listing.method(), HubCase.params())));
    }

    /** A hidden server that offers all that the server a does, under the same names. */
    private static ScriptedBackend namesake(String name) {
        return new ScriptedBackend(name)
                .tools("look_a", "b_look_b")
                .lists(Listing.PROMPTS, "say_a", "say_b")
                .lists(Listing.RESOURCES, "memo:a")
                .lists(Listing.TEMPLATES, "memo:a/{id}")
                .ttl(60_000);
    }

    private static ScriptedBackend seen(String name) {
        return new ScriptedBackend(name)
                .tools("look_" + name, "veiled")
                .lists(Listing.PROMPTS, "say_" + name)
                .lists(Listing.RESOURCES, "memo:" + name)
                .lists(Listing.TEMPLATES, "memo:" + name + "/{id}")
                .ttl(60_000)
                .on(Methods.RESOURCES_READ, exchange -> {
                    throw RpcException.invalidParams("no such thing");
                })
                .on("vendor/own", exchange -> HubCase.params().put("by", name));
    }

    private static ScriptedBackend hidden() {
        return new ScriptedBackend("hidden")
                .tools("spy")
                .lists(Listing.PROMPTS, "spy")
                .lists(Listing.RESOURCES, "memo:hidden", "memo:common")
                .lists(Listing.TEMPLATES, "secret:{of}/{whom}")
                .extension(Methods.SKILLS_EXTENSION)
                .instructions("Nobody knows.")
                .on(Methods.RESOURCES_READ, exchange -> HubCase.params().put("secret", true));
    }
}
