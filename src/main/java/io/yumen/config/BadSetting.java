package io.yumen.config;

import java.time.Duration;

/** A value that its key cannot have; the message says which it can. */
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String key;

    public BadSetting(String key, String message) {
        super(message);
        this.key = key;
    }

    public String key() {
        return key;
    }

    static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new BadSetting(key, "This is a time of more than zero");
        }
    }

    static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new BadSetting(key, "This is a number from 1 on");
        }
    }
}
