package io.yumen.config;

import org.jspecify.annotations.Nullable;

/** How the gateway proves to a server for whom it calls. */
public record AuthSettings(
        @Setting(
                "OAuth: users log in with their browsers, or the gateway has a right of its own. {} is enough for most servers")
        @Nullable
        OAuthSettings oauth) {}
