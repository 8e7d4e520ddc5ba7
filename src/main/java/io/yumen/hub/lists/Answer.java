package io.yumen.hub.lists;

import io.yumen.protocol.RpcException;
import org.jspecify.annotations.Nullable;

/** What is known of something that a server says. */
public sealed interface Answer<T> {
    /** What the server says now. */
    record Fresh<T>(T value) implements Answer<T> {}

    /** What the server said before; why it is not known what it says now. */
    record Stale<T>(T value, RpcException trouble) implements Answer<T> {}

    /** Nothing, and why. */
    record Missing<T>(RpcException trouble) implements Answer<T> {}

    /** The value, whatever its age, or null where there is none. */
    default @Nullable T value() {
        return switch (this) {
            case Fresh<T> fresh -> fresh.value();
            case Stale<T> stale -> stale.value();
            case Missing<T> ignored -> null;
        };
    }

    /** What is wrong with the server, or null where it answered. */
    default @Nullable RpcException trouble() {
        return switch (this) {
            case Fresh<T> ignored -> null;
            case Stale<T> stale -> stale.trouble();
            case Missing<T> missing -> missing.trouble();
        };
    }
}
