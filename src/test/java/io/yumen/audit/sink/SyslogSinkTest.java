package io.yumen.audit.sink;

import static io.yumen.audit.sink.Waiting.LIMITS;
import static io.yumen.audit.sink.Waiting.record;
import static io.yumen.audit.sink.Waiting.records;
import static io.yumen.audit.sink.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.audit.Sink;
import io.yumen.audit.sink.FramedReceiver.Manner;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Copies of records as syslog, to receivers that are there, are not there, or behave badly. */
final class SyslogSinkTest {
    private static final String FORM =
            "<110>1 2026-11-21T12:00:00\\.123456Z \\S+ yumen \\d+ call - \\{\"seq\":\\d+,.*\"größe\".*}";

    @Test
    void each_record_is_a_message_behind_its_length() throws Exception {
        try (FramedReceiver receiver = new FramedReceiver(Manner.READS, 0);
                Sink sink = tcp(receiver.port(), LIMITS)) {
            sink.offer(records(1, 120));
            until(() -> receiver.messages().size() == 120);
            assertThat(receiver.messages()).allMatch(message -> message.matches(FORM));
            assertThat(numbers(receiver.messages()))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 120).boxed().toList());
            until(() -> sink.status().equals(new Sink.Status(120, 0, 0, "")));
        }
    }

    @Test
    void what_happened_says_how_grave_it_is() throws Exception {
        try (FramedReceiver receiver = new FramedReceiver(Manner.READS, 0);
                Sink sink = tcp(receiver.port(), LIMITS)) {
            sink.offer(List.of(
                    record(1, "\"outcome\":\"denied\""),
                    record(2, "\"outcome\":\"failed\""),
                    "{\"kind\":\"gap\",\"lost\":3}".getBytes(StandardCharsets.UTF_8),
                    "no record".getBytes(StandardCharsets.UTF_8)));
            until(() -> receiver.messages().size() == 4);
            assertThat(receiver.messages().stream().map(message -> message.substring(0, 5)))
                    .containsExactly("<108>", "<109>", "<107>", "<110>");
            assertThat(receiver.messages().getLast()).contains(" - ").endsWith("no record");
        }
    }

    @Test
    void records_wait_for_a_receiver_that_is_not_there_and_reach_it_in_order() throws Exception {
        int port = freePort();
        try (Sink sink = tcp(port, LIMITS)) {
            sink.offer(records(1, 100));
            until(() -> !sink.status().trouble().isEmpty());
            assertThat(sink.status().waiting()).isEqualTo(100);
            try (FramedReceiver receiver = new FramedReceiver(Manner.READS, port)) {
                until(() -> receiver.messages().size() == 100);
                assertThat(numbers(receiver.messages())).isSorted().doesNotHaveDuplicates();
                until(() -> sink.status().trouble().isEmpty());
            }
        }
    }

    @Test
    void a_receiver_that_hangs_up_is_called_again() throws Exception {
        try (FramedReceiver receiver = new FramedReceiver(Manner.READS, 0);
                Sink sink = tcp(receiver.port(), LIMITS)) {
            for (int round = 1; round <= 5; round++) {
                List<byte[]> next = records(round, 1);
                int wanted = round;
                // What is sent before the end of a connection is seen may be lost: it is offered until it arrives.
                until(() -> {
                    sink.offer(next);
                    return numbers(receiver.messages()).contains(wanted);
                });
                receiver.hangUp();
            }
            assertThat(sink.status().dropped()).isZero();
        }
    }

    @Test
    void nobody_waits_for_a_receiver_that_does_not_read_and_what_has_no_room_is_counted() throws Exception {
        SinkLimits impatient = LIMITS.withTimeout(Duration.ofMillis(300)).withQueue(200);
        try (FramedReceiver receiver = new FramedReceiver(Manner.NEVER_READS, 0)) {
            Sink sink = tcp(receiver.port(), impatient);
            long begin = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                sink.offer(List.of(record(i, "\"large\":\"" + "x".repeat(50_000) + "\"")));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            assertThat(sink.status().dropped()).isPositive();
            until(() -> sink.status().trouble().contains("cannot be reached"));

            begin = System.nanoTime();
            sink.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void the_last_records_are_sent_before_the_end() throws Exception {
        try (FramedReceiver receiver = new FramedReceiver(Manner.READS, 0)) {
            Sink sink = tcp(receiver.port(), LIMITS);
            sink.offer(records(1, 500));
            sink.close();
            until(() -> receiver.messages().size() == 500);
            sink.offer(records(501, 1));
            assertThat(sink.status().dropped()).isEqualTo(1);
        }
    }

    @Test
    void a_datagram_carries_one_record() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Sink sink = start("syslog+udp://127.0.0.1:" + receiver.getLocalPort(), LIMITS)) {
            receiver.setSoTimeout(20_000);
            sink.offer(records(7, 2));
            sink.offer(List.of(record(9, "\"large\":\"" + "x".repeat(66_000) + "\"")));
            assertThat(List.of(receive(receiver), receive(receiver))).allMatch(message -> message.matches(FORM));
            until(() -> sink.status().equals(new Sink.Status(2, 1, 0, "")));
        }
    }

    @Test
    void a_url_that_names_no_receiver_is_refused() {
        for (String url : List.of("ftp://h/", "syslog://h:1", "syslog+tcp:nothing", "https://h/")) {
            assertThatThrownBy(() -> Destination.syslog(URI.create(url), Trust.JDK))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Sink tcp(int port, SinkLimits limits) {
        return start("syslog+tcp://127.0.0.1:" + port, limits);
    }

    private static Sink start(String url, SinkLimits limits) {
        return Copies.start("test", Destination.syslog(URI.create(url), Trust.JDK), limits);
    }

    private static List<Integer> numbers(List<String> messages) {
        return messages.stream()
                .map(message -> Integer.valueOf(message.replaceAll("(?s).*\"seq\":(\\d+).*", "$1")))
                .toList();
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return probe.getLocalPort();
        }
    }
}
