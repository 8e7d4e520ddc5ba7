package io.yumen.backend.legacy;

import io.yumen.exchange.Exchange;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message.Notification;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How much the server logs: as much as the most curious caller so far wanted. It is never turned down again, since what is
 * too much for a caller is dropped here, and each change would cost a request.
 */
final class LogLevels {
    private final Consumer<LogLevel> setLevel;
    private final AtomicReference<@Nullable LogLevel> current = new AtomicReference<>();

    /** @param setLevel tells the server; failures are its own affair */
    LogLevels(Consumer<LogLevel> setLevel) {
        this.setLevel = setLevel;
    }

    /** Sees to it that the server logs at least what that caller wants to see. */
    void need(@Nullable LogLevel wanted) {
        if (wanted == null) {
            return;
        }
        LogLevel before = current.get();
        while (before == null || wanted.compareTo(before) < 0) {
            if (current.compareAndSet(before, wanted)) {
                setLevel.accept(wanted);
                return;
            }
            before = current.get();
        }
    }

    /** Whether the caller wants to see that message; one of unknown severity counts as plain information. */
    static boolean wants(Exchange exchange, Notification message) {
        LogLevel least = exchange.logLevel();
        LogLevel level =
                LogLevel.of(message.params().path("level").asString("")).orElse(LogLevel.INFO);
        return least != null && level.compareTo(least) >= 0;
    }
}
