package io.yumen.session.legacy;

import static io.yumen.session.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.RecordingOutlet;
import io.yumen.tenant.Access;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What newer servers offer and ask, in the terms of clients of older revisions. */
class OlderRevisionsTest {
    private static final String EVERYTHING =
            "{'elicitation': {'form': {}, 'url': {}}, 'sampling': {'tools': {}}, 'roots': {}, 'tasks': {}}";

    private final RecordingOutlet outlet = new RecordingOutlet();
    private final LegacySessions sessions =
            new LegacySessions(new Identity("yumen", "Yumen", "1"), LegacyLimits.DEFAULT);

    @AfterEach
    void close() {
        sessions.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-11-05, elicitation/create, {'mode': 'form'}",
        "2025-03-26, elicitation/create, {'mode': 'form'}",
        "2025-06-18, elicitation/create, {'mode': 'url'}",
        "2025-06-18, sampling/createMessage, '{''messages'': [], ''tools'': []}'"
    })
    void a_client_is_not_asked_what_its_revision_does_not_have(String revision, String method, String params) {
        InputKind kind = InputKind.of(method).orElseThrow();
        LegacySession session = open(revision, exchange -> exchange.client().ask(new InputRequest(kind, json(params))));

        Message.Failure failure = (Message.Failure) answer(session, "tools/call");

        assertThat(failure.error().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(outlet.all()).isEmpty();
    }

    @Test
    void a_sampled_message_with_several_blocks_becomes_several_with_one_that_is_known() throws Exception {
        LegacySession session = open(
                "2024-11-05",
                exchange -> exchange.client()
                        .ask(new InputRequest(
                                InputKind.SAMPLING,
                                json("{'messages': [{'role': 'user', 'content': ["
                                        + "{'type': 'text', 'text': 'a'}, {'type': 'audio', 'data': '', 'mimeType': 'audio/wav'}]},"
                                        + " {'role': 'assistant', 'content': {'type': 'text', 'text': 'b'}}]}"))));
        CompletableFuture<Message.Response> response =
                CompletableFuture.supplyAsync(() -> answer(session, "tools/call"), Thread::startVirtualThread);

        Message.Request asked = outlet.nextRequest();
        assertThat(asked.params().path("messages").toString())
                .isEqualTo("[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"a\"}},"
                        + "{\"role\":\"user\",\"content\":{\"type\":\"text\","
                        + "\"text\":\"[audio/wav, which this client cannot take]\"}},"
                        + "{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"b\"}}]");
        session.take(new Message.Result(asked.id(), json("{'role': 'assistant', 'content': {}}")));
        assertThat(response.join()).isInstanceOf(Message.Result.class);
    }

    @Test
    void a_form_has_no_mode_before_there_were_two() throws Exception {
        LegacySession session = open(
                "2025-06-18",
                exchange -> exchange.client()
                        .ask(new InputRequest(InputKind.ELICITATION, json("{'mode': 'form', 'message': 'm'}"))));
        CompletableFuture<Message.Response> response =
                CompletableFuture.supplyAsync(() -> answer(session, "tools/call"), Thread::startVirtualThread);

        Message.Request asked = outlet.nextRequest();
        assertThat(asked.params().toString()).isEqualTo("{\"message\":\"m\"}");
        session.take(new Message.Result(asked.id(), json("{'action': 'decline'}")));
        response.join();
    }

    @ParameterizedTest
    @CsvSource({"2025-06-18, true", "2025-11-25, false"})
    void a_choice_has_its_titles_beside_its_values_before_it_had_them_together(String revision, String older)
            throws Exception {
        String one = "'one': {'type': 'string', 'oneOf': [{'const': 'a', 'title': 'A'}, {'const': 'b'}]}";
        String several = "{'type': 'array', 'items': {'type': 'string', 'enum': ['x']}}";
        ObjectNode form =
                json("{'message': 'm', 'requestedSchema': {'type': 'object', 'required': ['must'], 'properties': {"
                        + "'name': {'type': 'string'}, " + one + ", 'may': " + several + ", 'must': " + several
                        + "}}}");
        LegacySession session =
                open(revision, exchange -> exchange.client().ask(new InputRequest(InputKind.ELICITATION, form)));
        CompletableFuture<Message.Response> response =
                CompletableFuture.supplyAsync(() -> answer(session, "tools/call"), Thread::startVirtualThread);

        Message.Request asked = outlet.nextRequest();
        assertThat(asked.params())
                .isEqualTo(
                        Boolean.parseBoolean(older)
                                ? json(
                                        "{'message': 'm', 'requestedSchema': {'type': 'object', 'required': ['must'], 'properties': {"
                                                + "'name': {'type': 'string'},"
                                                + " 'one': {'type': 'string', 'enum': ['a', 'b'], 'enumNames': ['A', 'b']},"
                                                + " 'must': " + several + "}}}")
                                : form);
        session.take(new Message.Result(asked.id(), json("{'action': 'decline'}")));
        response.join();
    }

    @ParameterizedTest
    @CsvSource({"2025-06-18, false", "2025-11-25, true"})
    void icons_are_shown_to_those_who_know_them(String revision, String shown) {
        LegacySession session = open(
                revision,
                exchange -> json("{'tools': [{'name': 'a', 'icons': [{'src': 'https://a.example/i.png'}]}]}"));

        ObjectNode list = ((Message.Result) answer(session, "tools/list")).result();

        assertThat(list.path("tools").path(0).path("name").stringValue()).isEqualTo("a");
        assertThat(list.path("tools").path(0).has("icons")).isEqualTo(Boolean.parseBoolean(shown));
    }

    @Test
    void a_server_that_only_wants_the_request_again_gets_it_but_not_for_ever() {
        AtomicInteger asked = new AtomicInteger();
        LegacySession session = open("2025-11-25", exchange -> {
            int round = asked.getAndIncrement();
            assertThat(exchange.params().path("requestState").asString("")).isEqualTo(round == 0 ? "" : "s" + round);
            return round == 3
                    ? json("{'content': []}")
                    : json("{'resultType': 'input_required', 'requestState': 's" + (round + 1) + "'}");
        });

        assertThat(answer(session, "tools/call")).isInstanceOf(Message.Result.class);
        assertThat(asked).hasValue(4);
    }

    private LegacySession open(String revision, Handler handler) {
        Endpoint endpoint = new Endpoint("/mcp", exchange -> handle(handler, exchange));
        Message.Request initialize = new Message.Request(
                RequestId.of(0),
                "initialize",
                json("{'protocolVersion': '" + revision + "', 'capabilities': " + EVERYTHING + "}"));
        return sessions.open(endpoint, Access.LOCAL, initialize, outlet).session();
    }

    private static ObjectNode handle(Handler handler, Exchange exchange) {
        return exchange.method().equals(Methods.DISCOVER) ? json("{'capabilities': {}}") : handler.handle(exchange);
    }

    private Message.Response answer(LegacySession session, String method) {
        return session.answer(new Message.Request(RequestId.of(1), method, json("{'name': 't'}")), Access.LOCAL, outlet)
                .orElseThrow();
    }
}
