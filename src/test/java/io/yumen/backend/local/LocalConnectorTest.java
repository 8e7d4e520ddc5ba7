package io.yumen.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.backend.Connection;
import io.yumen.backend.ConnectionEvents;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class LocalConnectorTest {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final BlockingQueue<ListKind> changed = new LinkedBlockingQueue<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch freed = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void a_service_describes_itself_and_answers() {
        try (Connection connection = connect(this::serve)) {
            assertThat(connection.description().revision()).isEqualTo(Revision.NEWEST);
            assertThat(connection.description().instructions()).isEqualTo("use it well");
            assertThat(connection.description().serverInfo().path("name").asString())
                    .isEqualTo("fake");
            assertThat(connection.handle(exchange("answer")).path("answer").asInt())
                    .isEqualTo(42);
        }
    }

    @Test
    void changes_of_lists_are_heard_until_the_connection_ends() throws Exception {
        try (Connection connection = connect(this::serve)) {
            assertThat(connection.isOpen()).isTrue();
            assertThat(changed.poll(10, TimeUnit.SECONDS)).isEqualTo(ListKind.TOOLS);
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_request_that_ignores_its_cancellation_is_answered_all_the_same() throws Exception {
        try (Connection connection = connect(this::serve)) {
            Exchange stubborn = exchange("stubborn");
            FutureTask<ObjectNode> answer = new FutureTask<>(() -> connection.handle(stubborn));
            Thread.ofVirtual().start(answer);
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            stubborn.cancellation().cancel(RpcException.timeout("too late"));
            assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasMessageContaining("too late");
            assertThatThrownBy(() -> connection.handle(exchange("answer"))).hasMessageContaining("given up");
            freed.countDown();
        }
    }

    @Test
    void closing_fails_what_is_under_way() throws Exception {
        Connection connection = connect(this::serve);
        FutureTask<ObjectNode> answer = new FutureTask<>(() -> connection.handle(exchange("stubborn")));
        Thread.ofVirtual().start(answer);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        connection.close();
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(DeliveryException.class);
        assertThatThrownBy(() -> connection.handle(exchange("answer"))).isInstanceOf(DeliveryException.class);
        freed.countDown();
    }

    @Test
    void a_bug_of_a_service_is_an_internal_error_that_names_the_server() {
        try (Connection connection = connect(this::serve)) {
            assertThatThrownBy(() -> connection.handle(exchange("bug")))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("\"fake\"");
        }
    }

    private Connection connect(Handler service) {
        ConnectionEvents events = new ConnectionEvents() {
            @Override
            public void listChanged(ListKind list) {
                changed.add(list);
            }

            @Override
            public void closed(String reason) {}
        };
        return new LocalConnector("fake", service, Optional::empty, new LocalLimits(1))
                .connect(new ConnectRequest(ClientCapabilities.NONE, ScopeKey.SHARED, events));
    }

    private ObjectNode serve(Exchange exchange) {
        return switch (exchange.method()) {
            case Methods.DISCOVER -> offer();
            case Methods.LISTEN -> {
                exchange.client().notify(new Message.Notification(Methods.TOOLS_CHANGED, NOTHING));
                Cancellation.Registration end = exchange.cancellation().onCancel(interrupted::countDown);
                await(interrupted);
                end.close();
                yield NOTHING;
            }
            case "answer" -> JsonNodeFactory.instance.objectNode().put("answer", 42);
            case "bug" -> throw new IllegalStateException("a bug, for the test");
            default -> {
                started.countDown();
                await(freed);
                yield NOTHING;
            }
        };
    }

    private static void await(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException stubborn) {
                // It is what this service does.
            }
        }
    }

    private static ObjectNode offer() {
        ObjectNode offer = JsonNodeFactory.instance.objectNode();
        offer.putObject("capabilities").putObject("tools").put("listChanged", true);
        offer.put("instructions", "use it well");
        offer.putObject("_meta").putObject("io.modelcontextprotocol/serverInfo").put("name", "fake");
        return offer;
    }

    private static Exchange exchange(String method) {
        return ListChanges.exchange(method, NOTHING, new Cancellation());
    }
}
