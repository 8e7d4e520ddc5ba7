package io.yumen.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.http.HttpException.Code;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SseDecoderTest {
    @Test
    void fields_make_an_event() {
        assertThat(events("event: add\nid: 7\nretry: 1500\ndata: a\ndata:b\ndata\n\n"))
                .containsExactly(new SseEvent("7", "add", "a\nb\n", Duration.ofMillis(1500)));
    }

    @Test
    void all_three_line_ends_are_understood() {
        assertThat(events("data: a\r\n\r\ndata: b\r\rdata: c\n\n"))
                .containsExactly(SseEvent.of("a"), SseEvent.of("b"), SseEvent.of("c"));
    }

    @Test
    void comments_unknown_fields_and_a_byte_order_mark_are_passed_over() {
        assertThat(events("\uFEFFdata: a\n: comment\nother: x\nretry: soon\nid: x\u0000y\n\n"))
                .containsExactly(SseEvent.of("a"));
    }

    @Test
    void an_id_without_data_is_handed_out_since_it_moves_the_resume_point() {
        assertThat(events("id: 1\ndata:\n\nid: 2\n\nevent: lonely\n\n"))
                .containsExactly(SseEvent.of("").withId("1"), SseEvent.of("").withId("2"));
    }

    @Test
    void only_one_space_after_the_colon_belongs_to_the_field() {
        assertThat(events("data:  a \ndata:\tb\n\n")).containsExactly(SseEvent.of(" a \n\tb"));
    }

    @Test
    void what_is_not_finished_is_not_an_event() {
        assertThat(events("data: a\n")).isEmpty();
        assertThat(events("data: a\n\ndata: b")).containsExactly(SseEvent.of("a"));
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xff},
                new byte[] {(byte) 0xc0, (byte) 0x80},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xe2, (byte) 0x82})) {
            SseDecoder decoder = new SseDecoder(SseLimits.DEFAULT);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            stream.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
            stream.writeBytes(bad);
            stream.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
            HttpException failure = catchThrowableOfType(
                    HttpException.class, () -> decoder.feed(stream.toByteArray(), 0, stream.size()));
            assertThat(failure.code()).isEqualTo(Code.PROTOCOL);
        }
    }

    @Test
    void lines_and_events_over_their_caps_are_refused() {
        SseLimits limits = new SseLimits(100, 150);
        assertThat(tooLarge(limits, "data: " + "x".repeat(94) + "\n\n")).isFalse();
        assertThat(tooLarge(limits, "data: " + "x".repeat(95) + "\n\n")).isTrue();
        assertThat(tooLarge(limits, "data: " + "x".repeat(95))).isTrue();
        assertThat(tooLarge(limits, ("data: " + "x".repeat(70) + "\n").repeat(2) + "\n"))
                .isFalse();
        assertThat(tooLarge(limits, ("data: " + "x".repeat(70) + "\n").repeat(3) + "\n"))
                .isTrue();
    }

    @Test
    void any_way_of_cutting_the_bytes_gives_the_same_events() {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] stream = randomStream(random);
            List<SseEvent> whole = decode(stream, new Random(seed), stream.length);
            for (int piece = 1; piece <= 7; piece += 2) {
                assertThat(decode(stream, random, piece)).as("seed %d", seed).isEqualTo(whole);
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_events_or_a_named_failure(byte[] bytes) {
        assertThat(outcome(bytes, 1)).isEqualTo(outcome(bytes, bytes.length));
    }

    @Test
    void what_is_encoded_is_decoded_again() {
        for (long seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            List<SseEvent> events = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int i = random.nextInt(4); i >= 0; i--) {
                SseEvent event = randomEvent(random);
                events.add(event);
                stream.writeBytes(event.encode());
            }
            assertThat(decode(stream.toByteArray(), random, 5))
                    .as("seed %d", seed)
                    .isEqualTo(events);
        }
    }

    private static SseEvent randomEvent(Random random) {
        return new SseEvent(
                random.nextBoolean() ? null : line(random),
                random.nextBoolean() ? null : line(random),
                random.nextInt(3) == 0 ? line(random) + "\n" + line(random) : line(random),
                random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(100_000)));
    }

    private static String line(Random random) {
        String alphabet = "ab: \t{}\"\u00e9\u20ac\ud83d\ude00:";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int at = alphabet.offsetByCodePoints(0, random.nextInt(alphabet.codePointCount(0, alphabet.length())));
            text.appendCodePoint(alphabet.codePointAt(at));
        }
        return text.toString();
    }

    private static byte[] randomStream(Random random) {
        String[] parts = {"data", "id", "event", "retry", ":", " ", "\n", "\r", "\r\n", "x", "12", "\u20ac", "\n\n"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<SseEvent> events(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        return decode(bytes, new Random(1), bytes.length);
    }

    private static List<SseEvent> decode(byte[] stream, Random random, int largestPiece) {
        SseDecoder decoder = new SseDecoder(SseLimits.DEFAULT);
        List<SseEvent> events = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int count = Math.min(stream.length - at, 1 + random.nextInt(Math.max(1, largestPiece)));
            decoder.feed(stream, at, count);
            at += count;
            for (SseEvent event = decoder.poll(); event != null; event = decoder.poll()) {
                events.add(event);
            }
        }
        return events;
    }

    private static String outcome(byte[] stream, int piece) {
        try {
            return decode(stream, new Random(stream.length), piece).toString();
        } catch (HttpException e) {
            return e.code().toString();
        }
    }

    private static boolean tooLarge(SseLimits limits, String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        SseDecoder decoder = new SseDecoder(limits);
        try {
            decoder.feed(bytes, 0, bytes.length);
            return false;
        } catch (HttpException e) {
            return e.code() == Code.TOO_LARGE;
        }
    }
}
