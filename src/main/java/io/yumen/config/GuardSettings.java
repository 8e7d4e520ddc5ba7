package io.yumen.config;

import io.yumen.limit.RateConfig;
import java.time.Duration;
import java.util.List;
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
        Duration healthTimeout,

        @Setting(
                "How far the processes of a server are kept from the rest of the machine: none, process, files or sealed, or an object with level, read, write and limits. Left out: process where that can be had")
        Isolation isolation) {
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

    /** How far processes are kept from the rest of the machine. */
    @Setting.Word("level")
    public record Isolation(
            @Setting(
                    "none: the rights of the gateway's user; process: a process namespace, and the gateway's own folders hidden; files: a read-only system, a private home and /tmp, and what read and write name; sealed: no network either. Demanded: where it cannot be had, the server does not start. Left out: process where that can be had, or minimumIsolation")
            @Nullable
            Level level,

            @Setting("Files and folders that it may read, at the levels files and sealed")
            List<String> read,

            @Setting("Those that it may change, too") List<String> write,

            @Setting(
                    value = "The memory that each process may have for its data; 0 means without limit",
                    fallback = "8GiB")
            ByteSize memory,

            @Setting(
                    value =
                            "Processes and threads at once; 0 means without limit; not counted where the gateway is root",
                    fallback = "1024")
            int processes,

            @Setting(
                    value = "Files and sockets that each process may have open; 0 means without limit",
                    fallback = "8192")
            int files) {
        public Isolation {
            read = List.copyOf(read);
            write = List.copyOf(write);
            boolean areNamed = !read.isEmpty() || !write.isEmpty();
            if (areNamed && level != Level.FILES && level != Level.SEALED) {
                throw new BadSetting(
                        "level", "What read and write name counts at the levels \"files\" and \"sealed\" alone");
            }
        }
    }

    /** A level of isolation; each holds what those before it hold. */
    public enum Level {
        NONE,
        PROCESS,
        FILES,
        SEALED
    }

    /** How many requests may be under way. */
    public enum Concurrency {
        /** Always as many as {@code maxConcurrency} says. */
        FIXED,
        /** Fewer while the server is slow. */
        ADAPTIVE
    }
}
