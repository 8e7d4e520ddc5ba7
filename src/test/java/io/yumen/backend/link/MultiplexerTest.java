package io.yumen.backend.link;

import static io.yumen.backend.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.Background;
import io.yumen.backend.link.DeliveryException.Sent;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class MultiplexerTest {
    private final ScriptedPeer peer = new ScriptedPeer(LinkLimits.DEFAULT.with(2, 3));
    private final Link link = peer.link();
    private final RecordedEnd events = new RecordedEnd();

    @Test
    void an_answer_under_another_id_is_ignored() {
        Background<Message.Response> call = Background.of(() -> link.request(call(1)));
        peer.request("tools/list");

        peer.answer(RequestId.of(99), json("{}"));
        peer.answer(RequestId.of("1"), json("{}"));
        assertThat(call.isDone()).isFalse();
        peer.answer(RequestId.of(1), json("{'tools': []}"));

        assertThat(call.result()).isEqualTo(new Message.Result(RequestId.of(1), json("{'tools': []}")));
        assertThat(peer.link().droppedMessages()).isEqualTo(2);
    }

    @Test
    void a_few_lines_that_are_no_messages_are_skipped_and_many_end_the_link() {
        link.listen(events);
        Background<Message.Response> call = Background.of(() -> link.request(call(1)));
        peer.request("tools/list");

        peer.say("Server started");
        peer.say("[1, 2");
        peer.say(new Message.Notification("notifications/any", json("{}")));
        peer.say("listening");
        peer.say("still listening");
        assertThat(link.isOpen()).isTrue();
        peer.say("what is that?");

        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(call::result)
                .withMessageContaining("what is that?")
                .matches(e -> e.sent() == Sent.PERHAPS);
        assertThat(events.reason).contains("3 lines in a row");
    }

    @Test
    void all_calls_fail_at_once_when_the_other_end_goes() {
        Background<Message.Response> first = Background.of(() -> link.request(call(1)));
        Background<Message.Response> second = Background.of(() -> link.request(call(2)));
        peer.request("tools/list");
        peer.request("tools/list");

        peer.link().ended("the process exited with code 3");

        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(first::result)
                .withMessage("the process exited with code 3");
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(second::result);
        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> link.request(call(3)))
                .matches(e -> e.sent() == Sent.NEVER);
    }

    @Test
    void more_calls_than_may_wait_are_refused_before_they_are_sent() {
        Background<Message.Response> first = Background.of(() -> link.request(call(1)));
        Background<Message.Response> second = Background.of(() -> link.request(call(2)));
        peer.request("tools/list");
        peer.request("tools/list");

        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(() -> link.request(call(3)))
                .matches(e -> e.sent() == Sent.NEVER);

        peer.answer(RequestId.of(1), json("{}"));
        peer.answer(RequestId.of(2), json("{}"));
        first.result();
        second.result();
    }

    @Test
    void a_cancelled_call_is_cancelled_at_the_server_and_its_late_answer_is_ignored() {
        Cancellation cancellation = new Cancellation();
        Background<Message.Response> call =
                Background.of(() -> link.request(new Link.Call(request(1), Link.Inbox.NONE, cancellation)));
        peer.request("tools/list");

        cancellation.cancel(RpcException.timeout("too slow"));

        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(call::result)
                .matches(e -> e.error().code() == ErrorCode.TIMEOUT);
        assertThat(peer.notification(Methods.CANCELLED).params())
                .isEqualTo(json("{'requestId': 1, 'reason': 'too slow'}"));
        peer.answer(RequestId.of(1), json("{}"));
        assertThat(peer.link().droppedMessages()).isEqualTo(1);
    }

    @Test
    void an_answer_that_is_too_large_fails_its_call_and_no_other() {
        Background<Message.Response> first = Background.of(() -> link.request(call(1)));
        Background<Message.Response> second = Background.of(() -> link.request(call(2)));
        peer.request("tools/list");
        peer.request("tools/list");

        peer.link()
                .unreadable(
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"text\":\"aaaa", "a line of more than 16 bytes");

        assertThatExceptionOfType(DeliveryException.class)
                .isThrownBy(second::result)
                .withMessageContaining("a line of more than 16 bytes");
        assertThat(first.isDone()).isFalse();
        peer.answer(RequestId.of(1), json("{}"));
        first.result();
    }

    @Test
    void messages_of_a_call_come_before_its_answer_and_in_order() {
        StringBuilder seen = new StringBuilder();
        Link.Call call = new Link.Call(
                request(1), message -> seen.append(((Message.Notification) message).method()), new Cancellation());
        Background<Message.Response> answer = Background.of(() -> link.request(call));
        peer.request("tools/list");

        link.relate(call, new Message.Notification("a", json("{}")));
        link.relate(call, new Message.Notification("b", json("{}")));
        peer.say("[{'jsonrpc':'2.0','id':1,'result':{}}]".replace('\'', '"'));

        answer.result();
        assertThat(seen).hasToString("ab");
    }

    @Test
    void whatever_comes_in_no_call_is_lost() {
        ScriptedPeer robust = new ScriptedPeer(LinkLimits.DEFAULT.with(2, 1_000_000));
        Background<Message.Response> call = Background.of(() -> robust.link().request(call(1)));
        robust.request("tools/list");
        String[] pieces = {
            "{",
            "}",
            "[",
            "]",
            "\"jsonrpc\":\"2.0\"",
            ",",
            "\"id\":",
            "2",
            "null",
            "\"result\":",
            "{}",
            "\"method\":",
            "\"ping\"",
            "\"params\":",
            "\"error\":",
            "\u0000",
            "\ud800",
            "1e999",
            "x"
        };
        Random random = new Random(20_260_728);

        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                line.append(pieces[random.nextInt(pieces.length)]);
            }
            // What claims to be the answer, or might be it, may fail the call.
            robust.say("!" + line);
            robust.say("[" + line + "]");
        }

        assertThat(call.isDone()).isFalse();
        robust.answer(RequestId.of(1), json("{}"));
        call.result();
    }

    private static Link.Call call(int id) {
        return new Link.Call(request(id), Link.Inbox.NONE, new Cancellation());
    }

    private static Message.Request request(int id) {
        ObjectNode params = json("{}");
        return new Message.Request(RequestId.of(id), "tools/list", params);
    }

    private static final class RecordedEnd implements Link.Events {
        private volatile String reason = "";

        @Override
        public void receive(Message message) {}

        @Override
        public void closed(String why) {
            reason = why;
        }
    }
}
