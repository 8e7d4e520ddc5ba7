package io.yumen.config;

import java.time.Duration;

/** When a server is given up, started again, and stopped. */
public record LifeSettings(
        @Setting(value = "Whether a server that ends is started again", fallback = "true")
        boolean restartOnExit,

        @Setting(value = "How often in a row it is started again; 0 means without limit", fallback = "5")
        int maxRestarts,

        @Setting(value = "How long to wait before the first restart; doubles up to 16 times", fallback = "1s")
        Duration restartDelay,

        @Setting(value = "How long the server may take to start", fallback = "30s")
        Duration connectionTimeout,

        @Setting(value = "How long a request may take without a sign of progress", fallback = "60s")
        Duration requestTimeout,

        @Setting(value = "How long a request may take in all", fallback = "10m")
        Duration maxTotalTimeout,

        @Setting(
                value = "After which time without a request a process or connection is ended; 0 means never",
                fallback = "10m")
        Duration idleTimeout) {
    public LifeSettings {
        BadSetting.requirePositive("restartDelay", restartDelay);
        BadSetting.requirePositive("connectionTimeout", connectionTimeout);
        BadSetting.requirePositive("requestTimeout", requestTimeout);
        BadSetting.requirePositive("maxTotalTimeout", maxTotalTimeout);
    }
}
