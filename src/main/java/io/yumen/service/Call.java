package io.yumen.service;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a handler of a service knows of the request that it answers, and how it talks back. Safe for many threads.
 */
public final class Call {
    private final Exchange exchange;
    private final RequestState states;

    public Call(Exchange exchange, RequestState states) {
        this.exchange = exchange;
        this.states = states;
    }

    /** Who asks. */
    public Caller caller() {
        return exchange.caller();
    }

    /** Fires when nobody waits for the answer any more. */
    public Cancellation cancellation() {
        return exchange.cancellation();
    }

    /** The token of the request's progress as the client gave it, for diagnosis; empty where it wants none. */
    public Optional<JsonNode> progressToken() {
        return Optional.ofNullable(exchange.progressToken());
    }

    /** Tells how far the work is, where the client wants to hear it. Progress only grows. */
    public void progress(double done, double total, String message) {
        progressToken().ifPresent(token -> {
            ObjectNode params = JsonNodeFactory.instance.objectNode();
            params.set(Meta.PROGRESS_TOKEN, token);
            params.put("progress", done).put("total", total).put("message", message);
            exchange.client().notify(new Message.Notification(Methods.PROGRESS, params));
        });
    }

    /** Tells something worth a line in the client's log, where it asked for lines of that severity. */
    public void log(LogLevel level, String logger, String text) {
        LogLevel wanted = exchange.logLevel();
        if (wanted == null || level.compareTo(wanted) < 0) {
            return;
        }
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("level", level.wire()).put("logger", logger).put("data", text);
        exchange.client().notify(new Message.Notification(Methods.LOG, params));
    }

    /** Lets the client go on without the stream that it waits on, where it can come back for the answer. */
    public void release() {
        exchange.client().release();
    }

    /**
     * Says that a wait of its own begins, at most that long: the limits of the gateway ({@code requestTimeout},
     * {@code maxTotalTimeout}) do not cut it off. It still ends when nobody waits for the answer any more.
     */
    public void waits(Duration longest) {
        exchange.client().waits(longest);
    }

    /**
     * Asks the client and waits for its answer.
     *
     * @throws RpcException when the client did not declare that it can be asked that, and as
     *     {@link io.yumen.exchange.Client#ask} says
     */
    public ObjectNode ask(InputRequest request) {
        require(request);
        return exchange.client().ask(request);
    }

    /** Asks all of that at once and waits for all answers, which come in the order of the questions. */
    public List<ObjectNode> askAll(List<InputRequest> requests) {
        requests.forEach(this::require);
        List<ObjectNode> answers = new ArrayList<>();
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ObjectNode>> asked = requests.stream()
                    .map(request -> askers.submit(() -> exchange.client().ask(request)))
                    .toList();
            for (Future<ObjectNode> answer : asked) {
                answers.add(answer.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RpcException refused ? refused : RpcException.internal("Asking failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
        return answers;
    }

    /**
     * Makes sure that the client can be asked that.
     *
     * @throws RpcException when it did not declare so
     */
    public void require(InputKind kind) {
        if (!caller().capabilities().allows(kind)) {
            throw RpcException.missingCapability(kind);
        }
    }

    public void require(InputRequest request) {
        require(request.kind());
        String mode = request.params().path("mode").asString("form");
        if (request.kind() == InputKind.ELICITATION && !caller().capabilities().allowsElicitation(mode)) {
            throw RpcException.missingCapability(InputKind.ELICITATION);
        }
    }

    /** The client's answer to what an earlier try of this request asked under that key ({@link InputRequired}). */
    public Optional<ObjectNode> response(String key) {
        return exchange.params().path(Results.INPUT_RESPONSES).get(key) instanceof ObjectNode answer
                ? Optional.of(answer)
                : Optional.empty();
    }

    /**
     * What an earlier try of this request left with the client; empty in the first try.
     *
     * @throws RpcException with invalid params when it was changed, belongs to another request, or is too old
     */
    public Optional<ObjectNode> state() {
        JsonNode sealed = exchange.params().get(Results.REQUEST_STATE);
        return sealed == null ? Optional.empty() : Optional.of(states.open(sealed.asString(""), exchange));
    }

    /** Asks that, and leaves a sealed state with the client for the next try. */
    public InputRequired askAgain(ObjectNode state, Map<String, InputRequest> requests) {
        return new InputRequired(requests, states.seal(state, exchange));
    }

    /**
     * Seals words that the caller is to bring back, as in a cursor, so that he neither reads nor changes them.
     *
     * @param of what they belong to; they open for the same alone, and for the same principal
     */
    public String seal(String words, String of) {
        return states.sealWords(words, of, caller());
    }

    /** The words that were sealed so; empty where they were not. */
    public Optional<String> open(String sealed, String of) {
        return states.openWords(sealed, of, caller());
    }

    /** Waits that long. Ends early, with the reason, when the call is cancelled. */
    public void pause(Duration duration) {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation().onCancel(cancelled::countDown);
        try {
            if (cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw cancellation().cause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } finally {
            registration.close();
        }
    }

    public Exchange exchange() {
        return exchange;
    }
}
