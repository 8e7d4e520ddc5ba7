package io.yumen.oauth;

import io.yumen.secret.Secret;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who we are to one authorization server.
 *
 * @param id our client id there
 * @param secret our secret there, or null
 * @param method how we prove it at its token endpoint
 */
record Registration(String id, @Nullable Secret secret, Method method) {
    /** How a client proves who it is. */
    enum Method {
        CLIENT_SECRET_BASIC,
        CLIENT_SECRET_POST,
        PRIVATE_KEY_JWT,
        NONE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Method> of(String word) {
            for (Method method : values()) {
                if (method.word().equals(word)) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("method", method.word());
        if (secret != null) {
            json.put("secret", secret.reveal());
        }
        return json;
    }

    static Registration read(ObjectNode json) {
        String secret = json.path("secret").asString("");
        return new Registration(
                json.path("id").asString(""),
                secret.isEmpty() ? null : new Secret(secret),
                Method.of(json.path("method").asString("")).orElse(Method.NONE));
    }
}
