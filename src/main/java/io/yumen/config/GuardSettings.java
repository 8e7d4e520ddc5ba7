package io.yumen.config;

import io.yumen.limit.RateConfig;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much of a server may be used at once, and what is done when it does not answer. */
public record GuardSettings(
        @Setting(value = "Requests that may be under way at the server", fallback = "100")
        int maxConcurrency,

        @Setting(
                value =
                        "fixed: always so many; adaptive: fewer while the server's answers take much longer than at their best",
                fallback = "fixed")
        Concurrency concurrency,

        @Setting(
                "How often the server may be used, its tools called, its prompts got, its resources read: as in 10/s burst 50; left out, as often as one likes")
        @Nullable
        RateConfig rate,

        @Setting("The same for one principal") @Nullable RateConfig ratePerUser,

        @Setting("The same for tools by their names at the server, in which * stands for any characters")
        Map<String, RateConfig> toolRates,

        @Setting(value = "Requests that may wait for one of those to end; more are refused at once", fallback = "512")
        int maxQueued,

        @Setting(value = "How long they wait", fallback = "10s")
        Duration queueTimeout,

        @Setting(
                value =
                        "Questions of the server that may wait for the answers of one user; its calls wait without a place at the server",
                fallback = "40")
        int maxQuestionsPerUser,

        @Setting(value = "The same for one session", fallback = "16")
        int maxQuestionsPerSession,

        @Setting(value = "Connections or processes of the server, of all sessions and users together", fallback = "64")
        int maxConnections,

        @Setting(
                value =
                        "How often a request that was lost is sent again, where that is safe: it was never sent, reads only, or is idempotent",
                fallback = "2")
        int retries,

        @Setting(
                value = "How many of the last twice as many requests must stay unanswered for the circuit to open",
                fallback = "5")
        int circuitFailures,

        @Setting(
                value = "How long no request is sent while the circuit is open; then a single one tries",
                fallback = "15s")
        Duration circuitPause,

        @Setting(value = "How often each replica is checked, where there are several", fallback = "10s")
        Duration healthInterval,

        @Setting(
                value = "How long a server may take to give a sign of life, when it is checked or a request was late",
                fallback = "4s")
        Duration healthTimeout) {
    public GuardSettings {
        toolRates = Map.copyOf(toolRates);
        BadSetting.requirePositive("maxConcurrency", maxConcurrency);
        BadSetting.requirePositive("queueTimeout", queueTimeout);
        BadSetting.requirePositive("maxQuestionsPerUser", maxQuestionsPerUser);
        BadSetting.requirePositive("maxQuestionsPerSession", maxQuestionsPerSession);
        BadSetting.requirePositive("maxConnections", maxConnections);
        BadSetting.requirePositive("circuitFailures", circuitFailures);
        BadSetting.requirePositive("circuitPause", circuitPause);
        BadSetting.requirePositive("healthInterval", healthInterval);
        BadSetting.requirePositive("healthTimeout", healthTimeout);
        if (retries > 10) {
            throw new BadSetting("retries", "This is a number from 0 to 10");
        }
    }

    /** How many requests may be under way. */
    public enum Concurrency {
        /** Always as many as {@code maxConcurrency} says. */
        FIXED,
        /** Fewer while the server is slow. */
        ADAPTIVE
    }
}
