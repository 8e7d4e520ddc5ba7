package io.yumen.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Message.Failure;
import io.yumen.protocol.Message.Notification;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Result;
import io.yumen.protocol.MessageCodec.Packet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MessageCodecTest {
    private final MessageCodec codec = new MessageCodec(JsonLimits.DEFAULT);

    @Test
    void the_four_kinds_of_messages_are_told_apart() {
        assertThat(read("{'jsonrpc':'2.0','id':1,'method':'ping'}")).isInstanceOf(Request.class);
        assertThat(read("{'jsonrpc':'2.0','method':'notifications/initialized'}"))
                .isInstanceOf(Notification.class);
        assertThat(read("{'jsonrpc':'2.0','id':'1','result':{}}")).isInstanceOf(Result.class);
        assertThat(read("{'jsonrpc':'2.0','id':null,'error':{'code':-32700,'message':'?'}}"))
                .isInstanceOf(Failure.class);
    }

    @Test
    void an_id_keeps_its_type() {
        assertThat(((Request) read("{'jsonrpc':'2.0','id':1,'method':'ping'}")).id())
                .isEqualTo(RequestId.of(1));
        assertThat(((Request) read("{'jsonrpc':'2.0','id':'1','method':'ping'}")).id())
                .isEqualTo(RequestId.of("1"));
        assertThat(RequestId.of(1)).isNotEqualTo(RequestId.of("1"));
        assertThat(((Request) read("{'jsonrpc':'2.0','id':-9223372036854775808,'method':'ping'}")).id())
                .isEqualTo(RequestId.of(Long.MIN_VALUE));
    }

    @Test
    void what_is_no_message_is_refused() {
        for (String bad : List.of(
                "[]",
                "[[]]",
                "7",
                "{}",
                "{'jsonrpc':'1.0','id':1,'method':'ping'}",
                "{'jsonrpc':2.0,'id':1,'method':'ping'}",
                "{'JSONRPC':'2.0','id':1,'method':'ping'}",
                "{'jsonrpc':'2.0','id':1}",
                "{'jsonrpc':'2.0','id':1,'method':''}",
                "{'jsonrpc':'2.0','id':1,'method':7}",
                "{'jsonrpc':'2.0','id':1,'method':'ping','params':[]}",
                "{'jsonrpc':'2.0','id':1,'method':'ping','result':{}}",
                "{'jsonrpc':'2.0','id':null,'method':'ping'}",
                "{'jsonrpc':'2.0','id':1.0,'method':'ping'}",
                "{'jsonrpc':'2.0','id':9223372036854775808,'method':'ping'}",
                "{'jsonrpc':'2.0','id':1,'result':{},'error':{}}",
                "{'jsonrpc':'2.0','id':1,'result':7}",
                "{'jsonrpc':'2.0','result':{}}")) {
            assertThatThrownBy(() -> codec.readPacket(bytes(bad)))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> assertThat(e.error().code()).isEqualTo(ErrorCode.INVALID_REQUEST));
        }
    }

    @Test
    void a_batch_is_its_messages_in_order() {
        Packet packet = codec.readPacket(
                bytes("[{'jsonrpc':'2.0','id':1,'method':'ping'},{'jsonrpc':'2.0','method':'notifications/x'}]"));
        assertThat(packet)
                .isInstanceOfSatisfying(
                        Packet.Batch.class,
                        batch -> assertThat(batch.messages())
                                .extracting(message -> message.getClass().getSimpleName())
                                .containsExactly("Request", "Notification"));
    }

    @Test
    void any_parameters_result_or_data_pass_as_they_are() {
        for (long seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            String id = random.nextBoolean() ? String.valueOf(random.nextLong()) : "\"x" + random.nextInt() + "\"";
            String tree = "{\"tree\":" + new RandomJson(random).document() + "}";
            String text = "{\"jsonrpc\":\"2.0\","
                    + switch (random.nextInt(4)) {
                        case 0 -> "\"id\":" + id + ",\"method\":\"tools/call\",\"params\":" + tree;
                        case 1 -> "\"method\":\"notifications/unknown\",\"params\":" + tree;
                        case 2 -> "\"id\":" + id + ",\"result\":" + tree;
                        default ->
                            "\"id\":" + id + ",\"error\":{\"code\":-32000,\"message\":\"?\",\"data\":" + tree + "}";
                    }
                    + "}";
            Message message = codec.read(text.getBytes(StandardCharsets.UTF_8));
            assertThat(new String(codec.write(message), StandardCharsets.UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_messages_or_a_named_error(byte[] bytes) {
        try {
            switch (codec.readPacket(bytes)) {
                case Packet.Single single -> assertSame(single.message());
                case Packet.Batch batch -> batch.messages().forEach(this::assertSame);
            }
        } catch (RpcException e) {
            assertThat(e.error().code()).isIn(ErrorCode.PARSE_ERROR, ErrorCode.INVALID_REQUEST);
        }
    }

    /** What we pass on means what we understood. */
    private void assertSame(Message message) {
        assertThat(codec.read(codec.write(message))).isEqualTo(message);
    }

    private Message read(String text) {
        return codec.read(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
