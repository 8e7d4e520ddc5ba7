package io.yumen.backend.http;

import io.yumen.backend.http.AnswerReader.Ending;
import io.yumen.backend.http.AnswerReader.Outcome;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.http.Headers;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.RelayResponse;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.HeaderValue;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.tenant.Access;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stateless protocol over HTTP: each request is a POST, what belongs to it comes on its response, and closing that is
 * its cancellation. Repeats in headers what intermediaries want to know.
 */
final class ModernHttpLink implements Link {
    private static final int MAX_PAGES = 100;

    private final HttpWire wire;
    private final AnswerReader reader;
    private final ToolHeaders toolHeaders;
    private volatile boolean closed;

    ModernHttpLink(HttpWire wire, ToolHeaders toolHeaders) {
        this.wire = wire;
        this.toolHeaders = toolHeaders;
        this.reader =
                new AnswerReader(wire.config().name(), wire.config().limits().json());
    }

    @Override
    public Response request(Call call) {
        Response answer = post(call);
        boolean stale = answer instanceof Message.Failure failure
                && failure.error().code() == ErrorCode.HEADER_MISMATCH
                && call.request().method().equals(Methods.TOOLS_CALL);
        if (stale) {
            // The tool's annotations are not what we know, or we know none.
            listTools(call);
            answer = post(call);
        }
        if (call.request().method().equals(Methods.TOOLS_LIST) && answer instanceof Message.Result result) {
            toolHeaders.learn(wire.config().name(), result.result());
        }
        return answer;
    }

    @Override
    public void relate(Call call, Message message) {
        call.related().receive(message);
    }

    /** The era has nothing that a client sends over HTTP but requests. */
    @Override
    public void send(Message message, @Nullable Access by) {}

    /** The era has nothing that a server sends over HTTP but answers. */
    @Override
    public void listen(Events events) {}

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean tellsCallsApart() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
        wire.close();
    }

    private Response post(Call call) {
        return wire.call(call.cancellation(), control -> {
            RelayResponse response = wire.post(
                    wire.config().endpoint(),
                    headers(call.request()),
                    reader.codec().write(call.request()),
                    new HttpWire.Sending(control, call.by()));
            if (Refusal.is(response)) {
                return Refusal.read(response, reader.codec()).answer(call.request());
            }
            return read(call, response, control);
        });
    }

    private Response read(Call call, RelayResponse response, CallControl control) {
        Outcome outcome =
                reader.answer(response, call.request().id(), call.related(), new Ending(control, new ResumePoint()));
        return switch (outcome) {
            case Outcome.Answered answered -> answered.answer();
            case Outcome.Broken broken -> throw DeliveryException.perhapsSent(broken.why());
        };
    }

    private Headers headers(Request request) {
        ObjectNode params = request.params();
        Headers headers = Headers.of(
                "MCP-Protocol-Version",
                HeaderValue.encode(revision(params)),
                "Mcp-Method",
                HeaderValue.encode(request.method()));
        String name = switch (request.method()) {
            case Methods.TOOLS_CALL, Methods.PROMPTS_GET -> "name";
            case Methods.RESOURCES_READ -> "uri";
            case Methods.TASKS_GET, Methods.TASKS_UPDATE, Methods.TASKS_CANCEL -> "taskId";
            default -> "";
        };
        if (params.path(name).isString()) {
            headers = headers.with(
                    "Mcp-Name", HeaderValue.encode(params.path(name).stringValue()));
        }
        return request.method().equals(Methods.TOOLS_CALL)
                ? headers.with(toolHeaders.of(params.path("name").asString(""), params.path("arguments")))
                : headers;
    }

    /** What the request says of itself: the header must not say anything else. */
    private static String revision(ObjectNode params) {
        JsonNode claimed = Meta.get(params, Meta.PROTOCOL_VERSION);
        return claimed == null ? Revision.V2026_07_28.wire() : claimed.asString("");
    }

    /** Lists the tools anew, on behalf of a call, to learn their headers. */
    private void listTools(Call call) {
        JsonNode cursor = JsonNodeFactory.instance.missingNode();
        for (int page = 1; page <= MAX_PAGES; page++) {
            ObjectNode params = JsonNodeFactory.instance.objectNode();
            params.set(Meta.KEY, call.request().params().path(Meta.KEY).deepCopy());
            Meta.remove(params, Meta.PROGRESS_TOKEN);
            if (cursor.isString()) {
                params.set("cursor", cursor);
            }
            Request list = new Request(RequestId.of("list-" + page), Methods.TOOLS_LIST, params);
            if (!(post(new Call(list, Inbox.NONE, call.cancellation(), call.by())) instanceof Message.Result result)) {
                return;
            }
            toolHeaders.learn(wire.config().name(), result.result());
            cursor = result.result().path("nextCursor");
            if (!cursor.isString()) {
                return;
            }
        }
    }
}
