package io.yumen.transport;

import io.yumen.auth.Denial;
import io.yumen.http.Headers;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.tenant.Access;
import io.yumen.tenant.Access.Proof;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What HTTP says of a response to one request that is sent as one JSON document.
 *
 * @param headers what it says beside the status
 */
public record Head(int status, Headers headers) {
    private static final Set<Proof> TOKENS = EnumSet.of(Proof.JWT, Proof.INTROSPECTION, Proof.TOKEN);

    /** That of a response of the modern era. */
    public static Head modern(Message.Response response, Asker asker) {
        return asker.stepUp(response).orElseGet(() -> new Head(Status.of(response), Status.headers(response)));
    }

    /** That of a response of the legacy era. */
    public static Head legacy(Message.Response response, Asker asker) {
        return asker.stepUp(response).orElseGet(() -> new Head(Status.ofLegacy(response), Status.headers(response)));
    }

    /** That of a response that is an answer, whatever it says. */
    public static Head plain() {
        return new Head(Status.OK, Headers.none());
    }

    /**
     * Who gets it.
     *
     * @param door where he came in
     * @param path what he asked there
     */
    public record Asker(Authenticator door, String path, Access access) {
        /**
         * How one gets a token that is good for what he asked for, where that is all that is wrong (MCP 2025-11-25 and 2026-07-28,
         * "Scope Challenge Handling"). Other credentials are what they are.
         */
        private Optional<Head> stepUp(Message.Response response) {
            if (!(response instanceof Message.Failure failure)
                    || !failure.error().isOwn(ErrorCode.INSUFFICIENT_SCOPE)
                    || failure.error().data() == null
                    || !TOKENS.contains(access.proof())) {
                return Optional.empty();
            }
            Set<String> scopes = failure.error()
                    .data()
                    .path("scopes")
                    .valueStream()
                    .map(scope -> scope.stringValue())
                    .collect(Collectors.toUnmodifiableSet());
            Denial denial = new Denial(Denial.Reason.INSUFFICIENT, "The token is not good for this call")
                    .demanding(door.demand(path).with(scopes));
            return Optional.of(new Head(denial.reason().status(), denial.headers()));
        }
    }
}
