package io.yumen.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 6455 sections 5 to 8, byte for byte. */
final class WebSocketRulesTest {
    private static final byte[] NONE = new byte[0];
    private static final WebSocketLimits SMALL = WebSocketLimits.DEFAULT.withMessageBytes(1000);

    @Test
    void messages_of_every_length_form_are_read() {
        for (int length : new int[] {0, 1, 125, 126, 127, 1000, 65_535, 65_536, 200_000}) {
            String text = "x".repeat(length);
            assertThat(outcome(new Frames(length).text(text), WebSocketLimits.DEFAULT))
                    .as("%d bytes", length)
                    .isEqualTo("text " + length + ", 1006");
        }
    }

    @Test
    void fragments_become_one_message_and_control_frames_may_come_between_them() {
        Frames frames = new Frames(1)
                .masked(0x01, bytes("a"))
                .masked(0x89, bytes("ping"))
                .masked(0x00, bytes("b"))
                .masked(0x8a, NONE)
                .masked(0x00, NONE)
                .masked(0x80, bytes("c"));
        ScriptedDuplex duplex = new ScriptedDuplex(frames.bytes(), null);
        assertThat(outcome(duplex, SMALL)).isEqualTo("text 3, 1006");
    }

    @Test
    void a_ping_is_answered_with_what_it_brought() {
        ScriptedDuplex duplex =
                new ScriptedDuplex(new Frames(1).masked(0x89, bytes("abc")).bytes(), null);
        WebSocket socket = WebSocket.ofServer(new Patient(duplex, 5), SMALL);
        socket.receive();
        assertThat(duplex.written()).isEqualTo(new byte[] {(byte) 0x8a, 3, 'a', 'b', 'c'});
    }

    @Test
    void what_breaks_the_rules_is_closed_with_the_code_that_says_so() {
        assertBroken(1002, new Frames(1).plain(0x81, bytes("not masked")));
        assertBroken(1002, new Frames(1).masked(0xc1, bytes("compressed, as if that were agreed on")));
        assertBroken(1002, new Frames(1).masked(0x83, bytes("reserved kind")));
        assertBroken(1002, new Frames(1).masked(0x8b, NONE));
        assertBroken(1002, new Frames(1).masked(0x09, bytes("fragmented ping")));
        assertBroken(1002, new Frames(1).masked(0x89, new byte[126]));
        assertBroken(1002, new Frames(1).masked(0x80, bytes("continues nothing")));
        assertBroken(1002, new Frames(1).masked(0x01, bytes("a")).text("a message within another"));
        assertBroken(1002, new Frames(1).raw(0x81, 0xfe, 0, 125));
        assertBroken(1002, new Frames(1).raw(0x81, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff));
        assertBroken(1002, new Frames(1).raw(0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0));
        assertBroken(1003, new Frames(1).masked(0x82, bytes("binary")));
        assertBroken(1009, new Frames(1).masked(0x81, new byte[1001]));
        assertBroken(1009, new Frames(1).masked(0x01, new byte[1000]).masked(0x80, bytes("1")));
        assertBroken(1009, new Frames(1).raw(0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    }

    @Test
    void a_server_that_masks_is_refused_by_a_client() {
        WebSocket socket =
                WebSocket.ofClient(new ScriptedDuplex(new Frames(1).text("x").bytes(), null), SMALL);
        assertThat(socket.receive())
                .isInstanceOfSatisfying(
                        Received.Closed.class,
                        closed -> assertThat(closed.status().code()).isEqualTo(CloseStatus.PROTOCOL_ERROR));
    }

    @Test
    void close_frames_are_answered_with_their_own_code() {
        assertThat(closing(NONE)).isEqualTo("1005, answered []");
        assertThat(closing(new byte[] {3, (byte) 0xe8})).isEqualTo("1000, answered [3, -24]");
        assertThat(closing(new byte[] {3, (byte) 0xe9, 'b', 'y', 'e'}))
                .isEqualTo("1001 (bye), answered [3, -23, 98, 121, 101]");
        assertThat(closing(new byte[] {15, (byte) 0xa0})).isEqualTo("4000, answered [15, -96]");
    }

    @Test
    void close_frames_that_say_nothing_valid_are_a_breach() {
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535}) {
            assertThat(closing(new byte[] {(byte) (code >> 8), (byte) code}))
                    .as("code %d", code)
                    .startsWith("1002");
        }
        assertThat(closing(new byte[] {3})).startsWith("1002");
        assertThat(closing(new byte[] {3, (byte) 0xe8, (byte) 0xff})).startsWith("1007");
    }

    @Test
    void text_is_utf_8_however_it_is_cut() {
        for (long seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            byte[] text = randomText(random);
            Utf8 utf8 = new Utf8();
            boolean sound;
            try {
                int cut = random.nextInt(text.length + 1);
                utf8.take(Arrays.copyOfRange(text, 0, cut));
                utf8.take(Arrays.copyOfRange(text, cut, text.length));
                utf8.end();
                sound = true;
            } catch (Violation e) {
                assertThat(e.status().code()).isEqualTo(CloseStatus.NOT_UTF8);
                sound = false;
            }
            assertThat(sound).as("seed %d", seed).isEqualTo(isUtf8(text));
        }
    }

    @Test
    void text_that_is_not_utf_8_is_refused_before_the_message_is_complete() {
        assertBroken(1007, new Frames(1).masked(0x01, new byte[] {(byte) 0xc0, (byte) 0x80}));
        assertBroken(1007, new Frames(1).masked(0x81, new byte[] {(byte) 0xe2, (byte) 0x82}));
    }

    @Test
    void what_one_end_sends_the_other_receives() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            ScriptedDuplex sent = new ScriptedDuplex(NONE, null);
            boolean fromClient = random.nextBoolean();
            WebSocket sender = fromClient
                    ? WebSocket.ofClient(sent, WebSocketLimits.DEFAULT)
                    : WebSocket.ofServer(sent, WebSocketLimits.DEFAULT);
            List<String> messages = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                String message = "\u00fc\ud83d\ude00".repeat(random.nextInt(3 << random.nextInt(14)));
                messages.add(message);
                assertThat(sender.send(bytes(message))).isTrue();
            }
            ScriptedDuplex read = new ScriptedDuplex(sent.written(), random.nextBoolean() ? null : random);
            WebSocket receiver = fromClient
                    ? WebSocket.ofServer(read, WebSocketLimits.DEFAULT)
                    : WebSocket.ofClient(read, WebSocketLimits.DEFAULT);
            assertThat(texts(receiver)).as("seed %d", seed).isEqualTo(messages);
        }
    }

    @Test
    void any_way_of_fragmenting_and_cutting_gives_the_same_messages() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            Frames frames = new Frames(seed);
            List<String> messages = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String message = "a\u00e9\u20ac\ud83d\ude00".repeat(random.nextInt(40));
                messages.add(message);
                fragment(frames, bytes(message), random);
            }
            WebSocket socket = WebSocket.ofServer(new ScriptedDuplex(frames.bytes(), random), WebSocketLimits.DEFAULT);
            assertThat(texts(socket)).as("seed %d", seed).isEqualTo(messages);
        }
    }

    @Test
    void frames_with_a_wrong_bit_are_a_message_or_a_close_but_nothing_else() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            Frames frames = new Frames(seed);
            fragment(frames, bytes("hello, \u4e16\u754c".repeat(1 + random.nextInt(30))), random);
            frames.masked(0x88, new byte[] {3, (byte) 0xe8});
            byte[] bytes = frames.bytes();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertSameHoweverCut(bytes, seed);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_messages_and_then_an_end(byte[] bytes) {
        assertSameHoweverCut(bytes, bytes.length);
    }

    private static void assertSameHoweverCut(byte[] bytes, long seed) {
        String whole = outcome(new ScriptedDuplex(bytes, null), SMALL);
        assertThat(outcome(new ScriptedDuplex(bytes, new Random(seed)), SMALL)).isEqualTo(whole);
    }

    private static void fragment(Frames frames, byte[] message, Random random) {
        int at = 0;
        boolean first = true;
        boolean last = false;
        while (!last) {
            int count = random.nextInt(message.length - at + 1);
            last = at + count == message.length && random.nextBoolean();
            frames.masked((last ? 0x80 : 0) | (first ? 1 : 0), Arrays.copyOfRange(message, at, at + count));
            at += count;
            first = false;
            if (random.nextInt(4) == 0) {
                frames.masked(random.nextBoolean() ? 0x89 : 0x8a, new byte[random.nextInt(126)]);
            }
        }
    }

    private static List<String> texts(WebSocket socket) {
        List<String> texts = new ArrayList<>();
        while (socket.receive() instanceof Received.Text text) {
            texts.add(new String(text.utf8(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static void assertBroken(int code, Frames frames) {
        assertThat(outcome(frames, SMALL)).isEqualTo(Integer.toString(code));
    }

    private static String outcome(Frames frames, WebSocketLimits limits) {
        return outcome(new ScriptedDuplex(frames.bytes(), null), limits);
    }

    private static String outcome(ScriptedDuplex duplex, WebSocketLimits limits) {
        StringBuilder said = new StringBuilder();
        WebSocket socket = WebSocket.ofServer(duplex, limits);
        Received received = socket.receive();
        while (received instanceof Received.Text text) {
            said.append("text ").append(text.utf8().length).append(", ");
            received = socket.receive();
        }
        return said.append(((Received.Closed) received).status().code()).toString();
    }

    private static String closing(byte[] payload) {
        ScriptedDuplex duplex =
                new ScriptedDuplex(new Frames(1).masked(0x88, payload).bytes(), null);
        Received received = WebSocket.ofServer(duplex, SMALL).receive();
        byte[] answer = duplex.written();
        assertThat(answer[0]).isEqualTo((byte) 0x88);
        return ((Received.Closed) received).status() + ", answered "
                + Arrays.toString(Arrays.copyOfRange(answer, 2, answer.length));
    }

    private static byte[] randomText(Random random) {
        byte[] text = bytes("a\u00e9\u20ac\ud7ff\ue000\ud83d\ude00\udbff\udfff".substring(random.nextInt(3)));
        for (int i = random.nextInt(3); i > 0; i--) {
            text[random.nextInt(text.length)] = (byte) random.nextInt(256);
        }
        return Arrays.copyOf(text, text.length - random.nextInt(4));
    }

    private static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends the input only once that much was written. */
    private record Patient(ScriptedDuplex duplex, int writes) implements io.yumen.http.Duplex {
        @Override
        public int read(byte[] into, int offset, int length) {
            int count = duplex.read(into, offset, length);
            long end = System.nanoTime() + 5_000_000_000L;
            while (count < 0 && duplex.written().length < writes && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return count;
        }

        @Override
        public void write(byte[] bytes, int length) {
            duplex.write(bytes, length);
        }

        @Override
        public void close() {
            duplex.close();
        }
    }
}
