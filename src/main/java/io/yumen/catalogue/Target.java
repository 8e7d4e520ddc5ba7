package io.yumen.catalogue;

import io.yumen.catalogue.cache.Question;
import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayRequest;
import io.yumen.http.client.RelayResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.service.Call;
import io.yumen.service.Service;
import io.yumen.service.ToolFailure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A REST service that a built-in service asks. What only reads is asked once more where that may help. Redirects are not followed:
 * credentials go where the operator sent them. Blocking, for many threads; a call that is cancelled ends its request.
 */
public final class Target {
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(Integer.MAX_VALUE, 100, 5_000_000, 200));

    /** What a proxy says that will be different soon. */
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);

    /** How long a look may take that says only whether it answers. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final String service;
    private final TargetConfig config;
    private final RelayClient client;
    private final TargetIdentity identity;
    private final Hidden hidden;

    /**
     * A service that is asked by the headers of its configuration.
     *
     * @param service what it is called in words to users
     * @param client asks it; whoever made it closes it
     */
    public Target(String service, TargetConfig config, RelayClient client) {
        this(service, config, client, TargetIdentity.OWN);
    }

    /** @param identity as whom it is asked */
    public Target(String service, TargetConfig config, RelayClient client, TargetIdentity identity) {
        this.service = service;
        this.config = config;
        this.client = client;
        this.identity = identity;
        this.hidden = config.query().hidden();
    }

    /**
     * What that caller asks, for a cache: told again to nobody else, nor to him when he comes by another right.
     *
     * @param text all that is asked
     */
    public Question question(String text, Call call) {
        String by = identity.of(service, call.caller().access()).mark();
        return new Question(toString(), call.caller().principal(), by, text);
    }

    /**
     * Reads.
     *
     * @param path begins with a slash; its values were encoded ({@link Parameters#segment})
     * @throws ToolFailure where there is no good answer
     */
    public JsonNode get(String path, Parameters query, Call call) {
        return json(fetch(path, query, call));
    }

    /** Reads, for who keeps the answer and wants its {@link #json} later; as for {@link #get}. */
    public Reply fetch(String path, Parameters query, Call call) {
        RelayRequest request = RelayRequest.get(endpoint(path, query), accept());
        Reply first = send(request, call);
        Reply last = PASSING.contains(first.status()) ? send(request, call) : first;
        if (!last.isSuccess()) {
            throw Troubles.of(service, last);
        }
        return last;
    }

    /** Reads with a form, for what is too long for a URL; as for {@link #get}. */
    public JsonNode read(String path, Parameters form, Call call) {
        return json(answer(path, form, call));
    }

    /** Reads with a form, as {@link #read}, and says whatever was answered: {@link #json} tells a refusal. */
    public Reply answer(String path, Parameters form, Call call) {
        byte[] body = form.toString().getBytes(StandardCharsets.US_ASCII);
        Headers headers = accept().with("Content-Type", "application/x-www-form-urlencoded");
        return send(
                RelayRequest.post(endpoint(path, new Parameters()), headers, body)
                        .repeatable(),
                call);
    }

    /** Changes something with a JSON document; as for {@link #get}, but never sent twice. */
    public JsonNode post(String path, JsonNode document, Call call) {
        Headers headers = accept().with("Content-Type", "application/json");
        return json(
                send(RelayRequest.post(endpoint(path, new Parameters()), headers, JsonCodec.bytes(document)), call));
    }

    /** Removes something. */
    public void delete(String path, Call call) {
        json(send(
                new RelayRequest(
                        "DELETE", endpoint(path, new Parameters()), accept(), new byte[0], RelayRequest.Replay.NEVER),
                call));
    }

    /**
     * Asks anything; what only reads is asked once more where that may help.
     *
     * @return an answer that says that it was done
     * @throws ToolFailure where it was not
     */
    public Reply ask(Ask ask, Call call) {
        RelayRequest.Replay replay = ask.isSafe() ? RelayRequest.Replay.SAFE : RelayRequest.Replay.NEVER;
        RelayRequest request;
        try {
            request = new RelayRequest(
                    ask.method(), endpoint(ask.path(), ask.query()), headers(ask.headers()), ask.body(), replay);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("That cannot be sent to " + service + ": " + e.getMessage());
        }
        Reply first = send(request, call);
        Reply last = ask.isSafe() && PASSING.contains(first.status()) ? send(request, call) : first;
        if (last.isSuccess()) {
            return last;
        }
        ToolFailure failure = Troubles.of(service, last);
        String advice = ask.advice().get(last.status());
        throw advice == null
                ? failure
                : new ToolFailure(failure.code(), failure.getMessage() + ". " + advice, failure.retryAfter());
    }

    /** The JSON of an answer. */
    public JsonNode json(Reply reply) {
        if (!reply.isSuccess()) {
            throw Troubles.of(service, reply);
        }
        if (reply.body().length == 0) {
            return JsonNodeFactory.instance.nullNode();
        }
        JsonNode tree = tree(reply.body());
        if (tree == null) {
            throw Troubles.strange(service, reply);
        }
        return tree;
    }

    /** Whether the service answers anything at all; takes seconds at most. It is asked for its base alone. */
    public Service.Health health() {
        RelayRequest request = new RelayRequest(
                "HEAD", endpoint("", new Parameters()), accept(), new byte[0], RelayRequest.Replay.SAFE);
        return looked(request, reply -> Service.Health.GOOD);
    }

    /** Whether it has a good answer to that, which is JSON. */
    public Service.Health health(String path, Parameters query) {
        return looked(RelayRequest.get(endpoint(path, query), accept()), reply -> {
            if (!reply.isSuccess()) {
                return bad(Troubles.of(service, reply));
            }
            return tree(reply.body()) == null ? bad(Troubles.strange(service, reply)) : Service.Health.GOOD;
        });
    }

    private Service.Health looked(RelayRequest request, Function<Reply, Service.Health> judge) {
        Duration time = config.timeout().compareTo(LOOK) < 0 ? config.timeout() : LOOK;
        try (RelayResponse response = client.send(request, CallControl.within(time))) {
            return judge.apply(reply(response));
        } catch (HttpException e) {
            return bad(Troubles.of(toString(), time, e));
        }
    }

    private static Service.Health bad(ToolFailure failure) {
        return Service.Health.bad(String.valueOf(failure.getMessage()));
    }

    /** What it is called in words to users. */
    String service() {
        return service;
    }

    @Override
    public String toString() {
        return service + " at " + Endpoint.shown(config.base());
    }

    /** The tree in those bytes, or null where they are no JSON. */
    static @Nullable JsonNode tree(byte[] body) {
        try {
            return CODEC.read(body);
        } catch (RpcException e) {
            return null;
        }
    }

    private Reply send(RelayRequest draft, Call call) {
        return identity.of(service, call.caller().access())
                .send(
                        own -> once(with(draft, own), call),
                        (reply, own) -> Credential.refusal(reply.status(), reply.headers(), own),
                        reply -> {});
    }

    private static RelayRequest with(RelayRequest draft, Headers own) {
        return new RelayRequest(
                draft.method(), draft.endpoint(), draft.headers().with(own), draft.body(), draft.replay());
    }

    private Reply once(RelayRequest request, Call call) {
        CallControl control = CallControl.within(config.timeout());
        Cancellation.Registration cancelled = call.cancellation().onCancel(control::cancel);
        try (RelayResponse response = client.send(request, control)) {
            return reply(response);
        } catch (HttpException e) {
            call.cancellation().check();
            throw Troubles.of(toString(), config.timeout(), e);
        } finally {
            cancelled.close();
        }
    }

    /** What the operator says of a query holds credentials: nothing that a caller says comes in its place. */
    private Endpoint endpoint(String path, Parameters asked) {
        Parameters query = asked.without(config.query().parameters().keySet());
        config.query().parameters().forEach(query::put);
        return Endpoint.of(URI.create(config.base() + path + (query.isEmpty() ? "" : "?" + query)));
    }

    /** An answer without the secrets that its request had in the query. */
    private Reply reply(RelayResponse response) {
        byte[] body = hidden.out(response.body(config.maxBytes()));
        return new Reply(response.status(), response.headers(), body);
    }

    /** Whether a parameter of a query is the operator's. */
    public boolean isOperators(String parameter) {
        return config.query().parameters().containsKey(parameter);
    }

    /** Those of the operator hold the credentials: nothing that a caller says comes in their place. */
    private Headers headers(Headers asked) {
        Headers all = config.headers();
        for (int i = 0; i < asked.size(); i++) {
            if (!config.headers().has(asked.nameAt(i))) {
                all = all.with(asked.nameAt(i), asked.valueAt(i));
            }
        }
        return all.has("Accept") ? all : all.with("Accept", "application/json, text/*;q=0.5, */*;q=0.1");
    }

    private Headers accept() {
        return config.headers().with("Accept", "application/json");
    }
}
