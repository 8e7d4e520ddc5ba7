package io.yumen.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Policy;
import io.yumen.hub.lists.ListLimits;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.ServerOptions;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.search.SearchConfig;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.telemetry.Metrics;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A hub over scripted servers, and the words in which tests speak to it. */
final class HubCase implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);

    final Hub hub;

    HubCase(HubConfig config, Policy policy, List<HubServer> servers) {
        hub = new Hub(config, policy, new Metrics());
        hub.apply(servers);
    }

    static HubCase of(ScriptedBackend... backends) {
        return new HubCase(impatient(Prefixing.AUTO), Policy.ALLOW_ALL, servers(backends));
    }

    /** One that waits for lists as long as it takes, where what is shown is not how long. */
    static HubCase patient(ScriptedBackend... backends) {
        return new HubCase(patient(), Policy.ALLOW_ALL, servers(backends));
    }

    static HubConfig patient() {
        return new HubConfig(Prefixing.AUTO, 0, SearchConfig.OFF, impatientLimits(), lists(SOON, SOON));
    }

    static List<HubServer> servers(ScriptedBackend... backends) {
        return Arrays.stream(backends)
                .map(backend -> new HubServer(backend, ServerOptions.NONE))
                .toList();
    }

    /** The defaults, with waits that a test can afford. */
    static HubConfig impatient(Prefixing prefixing) {
        return new HubConfig(prefixing, 0, SearchConfig.OFF, impatientLimits(), impatientLists());
    }

    static HubLimits impatientLimits() {
        HubLimits given = HubLimits.DEFAULT;
        return new HubLimits(
                Duration.ofMillis(300),
                given.directWait(),
                Duration.ofMillis(30),
                Duration.ofSeconds(5),
                Duration.ofMillis(300),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                given.pageLimit(),
                given.maxCatalogs(),
                given.maxSeenUris(),
                given.maxAsked(),
                given.maxSubscriptions());
    }

    static ListLimits impatientLists() {
        return lists(Duration.ofMillis(300), Duration.ofMillis(50));
    }

    static ListLimits lists(Duration firstWait, Duration laterWait) {
        ListLimits given = ListLimits.DEFAULT;
        return new ListLimits(
                firstWait,
                laterWait,
                SOON,
                Duration.ofMillis(20),
                given.staleFor(),
                given.unannounced(),
                given.description(),
                given.idle(),
                given.maxPages(),
                given.maxItems(),
                given.maxKept());
    }

    static Caller caller(String principal) {
        return caller(principal, ClientKey.STATELESS);
    }

    static Caller caller(String principal, ClientKey key) {
        return new Caller(
                Access.plain(new Principal(TenantId.LOCAL, principal), Access.Proof.NONE),
                key,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
    }

    static ObjectNode params() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Exchange exchange(String method, ObjectNode params) {
        return Exchange.own(method, params, caller("ann"), new Cancellation());
    }

    static Exchange exchange(String method, ObjectNode params, Caller caller) {
        return Exchange.own(method, params, caller, new Cancellation());
    }

    ObjectNode ask(String method, ObjectNode params) {
        return hub.handle(exchange(method, params));
    }

    List<String> names(Listing listing) {
        return names(listing, caller("ann"));
    }

    List<String> names(Listing listing, Caller caller) {
        return names(listing, hub.handle(exchange(listing.method(), params(), caller)));
    }

    static List<String> names(Listing listing, ObjectNode result) {
        List<String> names = new ArrayList<>();
        result.path(listing.items())
                .forEach(item -> names.add(item.path(listing.key()).asString()));
        return names;
    }

    /** The text that a tool answers. */
    String call(String tool) {
        ObjectNode result = ask(Methods.TOOLS_CALL, params().put("name", tool));
        return result.path("content").path(0).path("text").asString();
    }

    /** Opens a subscription on a thread of its own and waits for its acknowledgement. */
    Ear listen(ObjectNode notifications) {
        return listen(notifications, caller("ann"));
    }

    Ear listen(ObjectNode notifications, Caller caller) {
        return listen(hub, notifications, caller);
    }

    Ear listenTo(String server, ObjectNode notifications) {
        return listenTo(server, notifications, caller("ann"));
    }

    Ear listenTo(String server, ObjectNode notifications, Caller caller) {
        return listen(hub.server(server).orElseThrow(), notifications, caller);
    }

    private static Ear listen(Handler handler, ObjectNode notifications, Caller caller) {
        Ear ear = new Ear();
        ObjectNode params = params();
        params.set("notifications", notifications);
        Exchange exchange =
                Exchange.own(Methods.LISTEN, params, caller, ear.cancellation).withClient(ear);
        ear.thread = Thread.ofVirtual().start(() -> {
            try {
                ear.result = handler.handle(exchange);
            } catch (RuntimeException e) {
                ear.failure = e;
            }
        });
        ear.acknowledgement = ear.next().params();
        return ear;
    }

    @Override
    public void close() {
        hub.close();
    }

    /** The client of a subscription. */
    static final class Ear implements Client, AutoCloseable {
        final Cancellation cancellation = new Cancellation();
        private final BlockingQueue<Message.Notification> heard = new LinkedBlockingQueue<>();
        ObjectNode acknowledgement = params();
        volatile @Nullable ObjectNode result;
        volatile @Nullable RuntimeException failure;
        private @Nullable Thread thread;

        @Override
        public void notify(Message.Notification notification) {
            heard.add(notification);
        }

        @Override
        public ObjectNode ask(InputRequest request) {
            return params().put("answered", request.kind().name());
        }

        Message.Notification next() {
            try {
                Message.Notification next = heard.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(next).as("a notification").isNotNull();
                return next;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean isQuiet(Duration time) throws InterruptedException {
            return heard.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
        }

        void join() throws InterruptedException {
            Thread running = thread;
            assertThat(running != null && running.join(SOON)).isTrue();
        }

        @Override
        public void close() {
            cancellation.cancel();
        }
    }
}
