package io.yumen.auth.jwt;

import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * The authorization server in this very process: one more provider, whose keys need not be fetched, and who says at once what it
 * has taken back.
 *
 * @param config what its tokens are
 * @param keys its JWK set
 * @param live whether a token of those claims is still good
 */
public record OwnIssuer(ProviderConfig config, Supplier<ObjectNode> keys, Predicate<ObjectNode> live) {}
