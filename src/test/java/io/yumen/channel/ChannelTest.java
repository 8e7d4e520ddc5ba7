package io.yumen.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Results;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.session.EdgeLimits;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.legacy.LegacyLimits;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;

@Timeout(60)
class ChannelTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();
    private final Identity identity = new Identity("yumen", "Yumen", "1");
    private final ModernEdge modern = new ModernEdge(identity, Sealer.ephemeral(), EdgeLimits.DEFAULT);
    private final LegacySessions legacy = new LegacySessions(identity, LegacyLimits.DEFAULT);
    private final Semaphore gone = new Semaphore(0);
    private final Channels channels = new Channels(
            new Edges(modern, legacy), ChannelLimits.DEFAULT.withKept(10, 1_000), key -> gone.release(), time.wheel());

    @AfterEach
    void close() {
        channels.close();
        modern.close();
        legacy.close();
    }

    @Test
    void the_newest_wire_has_the_channel_and_the_one_before_is_told() throws Exception {
        Channel channel = open(Lifespan.RESUMABLE);
        Feed first = channel.attach();
        try (Feed second = channel.attach()) {
            send(channel, 1);

            assertThat(first.next(LONG)).isEqualTo(new Delivery.Ended(Ending.REPLACED));
            assertThat(sequences(second.next(LONG))).containsExactly(1L);
            first.close();
            assertThat(channel.isAttached()).isTrue();
        }
        assertThat(channel.isAttached()).isFalse();
        assertThat(channel.hasEnded()).isFalse();
    }

    @Test
    void a_cursor_gets_the_rest_and_one_whose_rest_is_forgotten_is_lost() throws Exception {
        Channel channel = open(Lifespan.RESUMABLE);
        channel.attach().close();
        send(channel, 5);
        try (Feed feed = channel.attach(2)) {
            assertThat(sequences(feed.next(AT_ONCE))).containsExactly(3L, 4L, 5L);
            assertThat(feed.next(AT_ONCE)).isEqualTo(new Delivery.Nothing());
        }
        assertThatThrownBy(() -> channel.attach(1)).isInstanceOf(CursorLost.class);
        assertThatThrownBy(() -> channel.attach(6)).isInstanceOf(CursorLost.class);
        assertThat(sequences(channel.attach(3).next(AT_ONCE))).containsExactly(4L, 5L);
    }

    @Test
    void the_end_of_its_one_wire_is_the_end_of_a_channel() throws Exception {
        Channel channel = open(Lifespan.OF_ITS_WIRE);
        channel.attach().close();

        assertThat(channel.hasEnded()).isTrue();
        assertThat(channels.count()).isZero();
        gone.acquire();
        assertThatThrownBy(() -> channel.take(ping(1), Access.LOCAL)).isInstanceOf(RpcException.class);
    }

    @Test
    void a_wire_is_given_what_was_sent_before_the_end() throws Exception {
        Channel channel = open(Lifespan.RESUMABLE);
        try (Feed feed = channel.attach()) {
            send(channel, 2);
            channel.end(Ending.SHUTDOWN);

            assertThat(sequences(feed.next(LONG))).containsExactly(1L, 2L);
            assertThat(feed.next(LONG)).isEqualTo(new Delivery.Ended(Ending.SHUTDOWN));
        }
    }

    @Test
    void more_than_is_kept_ends_the_channel_of_a_client_that_does_not_read() throws Exception {
        Channel channel = open(Lifespan.RESUMABLE);
        try (Feed feed = channel.attach()) {
            send(channel, 11);

            assertThat(channel.hasEnded()).isTrue();
            assertThat(sequences(feed.next(LONG))).hasSize(10);
            assertThat(feed.next(LONG)).isEqualTo(new Delivery.Ended(Ending.OVERRUN));
        }
        assertThat(channels.statistics().ended()).containsEntry(Ending.OVERRUN, 1L);
    }

    @Test
    void a_request_can_be_answered_to_who_asks_and_to_nobody_else() throws Exception {
        Channel channel = open(Lifespan.RESUMABLE);

        var answer = channel.ask(
                new Message.Request(RequestId.of(7), "ping", JsonNodeFactory.instance.objectNode()),
                Access.LOCAL,
                LONG);

        assertThat(answer).hasValue(new Message.Result(RequestId.of(7), Results.empty()));
        assertThat(channel.lastSequence()).isZero();
        channel.takeOnce("a", ping(8), Access.LOCAL);
        channel.takeOnce("a", ping(8), Access.LOCAL);
        assertThat(channel.lastSequence()).isEqualTo(1);
    }

    @Test
    void a_message_that_was_refused_can_be_sent_again_under_its_name() throws Exception {
        Channel channel = open(Lifespan.RESUMABLE);
        Packet batch = new Packet.Batch(List.of(((Packet.Single) ping(1)).message()));
        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(() -> channel.takeOnce("a", batch, Access.LOCAL)).hasMessageContaining("Batches");
        }
        channel.takeOnce("a", ping(2), Access.LOCAL);
        assertThat(channel.lastSequence()).isEqualTo(1);
    }

    @Test
    void a_channel_without_a_wire_expires_and_one_that_has_it_does_not() throws Exception {
        Channel left = open(Lifespan.RESUMABLE);
        Channel held = open(Lifespan.RESUMABLE);
        left.attach().close();
        try (Feed feed = held.attach()) {
            time.pass(Duration.ofMinutes(7));
            assertThat(left.hasEnded()).isTrue();
            assertThat(held.hasEnded()).isFalse();
            assertThat(feed.next(AT_ONCE)).isEqualTo(new Delivery.Nothing());
        }
    }

    @Test
    void wires_that_come_and_go_while_many_send_miss_nothing_and_see_nothing_twice() throws Exception {
        Channel channel = open(Lifespan.RESUMABLE);
        channel.attach().close();
        Semaphore room = new Semaphore(5);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            senders.add(Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 500; j++) {
                    room.acquireUninterruptibly();
                    send(channel, 1);
                }
            }));
        }
        List<Long> seen = new ArrayList<>();
        while (seen.size() < 2_000) {
            try (Feed feed = channel.attach(seen.size())) {
                for (int i = 0; i < 3 && feed.next(Duration.ofMillis(1)) instanceof Delivery.Messages some; i++) {
                    seen.addAll(sequences(some));
                    room.release(some.messages().size());
                }
            }
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2_000).boxed().toList());
    }

    @Test
    void opening_and_ending_leaves_nothing_behind() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            open(Lifespan.OF_ITS_WIRE).attach().close();
        }
        gone.acquire(100_000);
        assertThat(channels.count()).isZero();
        assertThat(channels.statistics().opened()).isEqualTo(100_000);
        for (int i = 0; i < 100; i++) {
            open(Lifespan.RESUMABLE);
        }
        assertThatThrownBy(() -> open(Lifespan.RESUMABLE)).isInstanceOf(ChannelRefused.class);
    }

    @Test
    void who_has_a_network_of_ipv6_has_no_more_connections_than_who_has_one_address() throws Exception {
        for (int i = 0; i < 100; i++) {
            open(Lifespan.RESUMABLE, "2001:db8:1:2::" + Integer.toHexString(i + 1));
        }
        assertThatThrownBy(() -> open(Lifespan.RESUMABLE, "2001:db8:1:2:ffff::1"))
                .isInstanceOfSatisfying(
                        ChannelRefused.class,
                        refused -> assertThat(refused.limit()).isEqualTo(ChannelRefused.Limit.PER_ADDRESS));
        open(Lifespan.RESUMABLE, "2001:db8:1:3::1").end(Ending.LEFT);
        open(Lifespan.RESUMABLE, "::ffff:192.0.2.1");
    }

    private Channel open(Lifespan lifespan) throws ChannelRefused {
        return open(lifespan, "127.0.0.1");
    }

    private Channel open(Lifespan lifespan, String address) throws ChannelRefused {
        Endpoint endpoint = new Endpoint("/mcp", exchange -> Results.empty());
        return channels.open(
                new Opening(endpoint, Access.LOCAL, InetAddress.ofLiteral(address), Dialect.JSON_RPC, lifespan));
    }

    private static void send(Channel channel, int count) {
        for (int i = 0; i < count; i++) {
            channel.send(new Message.Notification("notifications/x", JsonNodeFactory.instance.objectNode()));
        }
    }

    private static Packet ping(long id) {
        return new Packet.Single(new Message.Request(RequestId.of(id), "ping", JsonNodeFactory.instance.objectNode()));
    }

    private static List<Long> sequences(Delivery delivery) {
        assertThat(delivery).isInstanceOf(Delivery.Messages.class);
        return ((Delivery.Messages) delivery)
                .messages().stream().map(Numbered::sequence).toList();
    }
}
