package io.yumen.config;

import org.jspecify.annotations.Nullable;

/** Who may come in. */
public record AccessSettings(
        @Setting("Lets those in who show no credential at all; left out, nobody comes in without one") @Nullable
        AnonymousSettings anonymous,

        @Setting(value = "Whether keys are accepted; yumen key create makes them", fallback = "true")
        boolean keys) {}
