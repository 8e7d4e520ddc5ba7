package io.yumen.kube;

import io.yumen.kube.wire.Call;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Something that goes wrong with calls instead of their answer. */
public sealed interface Fault {
    /** The answer comes only after that time, or when the server stops. */
    record Slow(Duration delay) implements Fault {}

    /** The answer comes only when somebody opens that gate, or when the server stops. */
    record Held(CountDownLatch gate) implements Fault {}

    /** An answer of the kind Status. */
    record Status(int code, String reason, String message) implements Fault {}

    /** Too many requests: to be asked again after that time. */
    record Busy(Duration retryAfter) implements Fault {}

    /** What is neither JSON nor of any other kind that was asked for, with status 200. */
    record Garbage(String contentType, String body) implements Fault {}

    /** A list that never ends. */
    record Endless() implements Fault {}

    /** The connection is cut before a byte is answered. */
    record Cut() implements Fault {}

    /** A watch is cut after its first events, without its end. */
    record CutLater(Duration after) implements Fault {}

    /** Every call. */
    static Predicate<Call> always() {
        return call -> true;
    }

    /** Calls of that method whose path starts so. */
    static Predicate<Call> on(String method, String path) {
        return call -> call.method().equals(method) && call.path().startsWith(path);
    }
}
