package io.yumen.auth;

import io.yumen.secret.Secret;
import java.util.Optional;

/**
 * A token that was shown, and with what request.
 *
 * @param text the token itself
 * @param proof the proof that its sender has the key that it is bound to, where the request says that it is bound
 * @param method the request's method
 * @param path the request's path, as it was sent
 */
public record ShownToken(Secret text, Optional<String> proof, String method, String path) {}
