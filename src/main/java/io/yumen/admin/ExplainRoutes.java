package io.yumen.admin;

import io.yumen.auth.policy.Question;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says which rule decides: {@code GET /api/v1/explain?principal=&role=&server=&tool=} for what a list shows, {@code POST
 * /api/v1/explain} with a {@link Question} as JSON for everything that rules may speak of. For programs of this machine only
 * ({@link LocalOnly}).
 */
public final class ExplainRoutes implements HttpHandler {
    private static final String PATH = "/api/v1/explain";
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final List<String> TEXTS =
            List.of("principal", "tenant", "proof", "address", "client", "server", "tool", "prompt", "resource");

    /** Lists in a query: names that commas separate. */
    private static final List<String> LISTS = List.of("roles", "scopes");

    private final Explainer explainer;
    private final HttpHandler guarded = new LocalOnly(this::route);

    public ExplainRoutes(Explainer explainer) {
        this.explainer = explainer;
    }

    /** Whether that path is ours. */
    public static boolean serves(String path) {
        return path.equals(PATH);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    private void route(HttpRequest request, HttpResponse response) {
        try {
            switch (request.method()) {
                case "GET" -> answer(asked(request), response);
                case "POST" -> {
                    if (Answers.hasJson(request, response)) {
                        answer(posted(request), response);
                    }
                }
                default -> Answers.methodNotAllowed(response, "GET, POST");
            }
        } catch (RpcException | IllegalArgumentException e) {
            Answers.failure(response, Answers.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage()));
        }
    }

    private void answer(ObjectNode question, HttpResponse response) {
        Explainer.Explained answer = explainer.explain(Question.read(question));
        Answers.json(response, Answers.OK, answer.explanation().toJson().put("known", answer.isKnown()));
    }

    private static ObjectNode posted(HttpRequest request) {
        if (CODEC.read(request.body()) instanceof ObjectNode question) {
            return question;
        }
        throw new IllegalArgumentException("A question is an object");
    }

    private static ObjectNode asked(HttpRequest request) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        for (String key : TEXTS) {
            request.queryParameter(key).ifPresent(value -> question.put(key, value));
        }
        for (String key : LISTS) {
            request.queryParameter(key)
                    .ifPresent(value -> Arrays.stream(value.split(",")).forEach(question.withArrayProperty(key)::add));
        }
        return question;
    }
}
