package io.yumen.auth.policy;

import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.Methods;
import io.yumen.tenant.Scopes;

/**
 * What a credential is good for at all, whatever rules allow its holder: {@code mcp} and {@code mcp:invoke} for
 * everything, {@code mcp:SERVER:invoke} for everything of one server, {@code mcp:read} for all but calls of tools.
 */
final class ScopeGate {
    /** What our own authorization server gives where nothing else is configured. */
    static final String WHOLE = "mcp";

    static final String READ = "mcp:read";
    static final String INVOKE = "mcp:invoke";

    private ScopeGate() {}

    static boolean allows(Scopes scopes, Subject subject) {
        return switch (scopes) {
            case Scopes.All ignored -> true;
            case Scopes.Only only ->
                only.has(WHOLE)
                        || only.has(INVOKE)
                        || only.has("mcp:" + subject.server() + ":invoke")
                        || (only.has(READ) && mayBeRead(subject));
        };
    }

    /** Whether that scope says anything here. */
    static boolean counts(String scope) {
        return scope.equals(WHOLE)
                || scope.equals(INVOKE)
                || scope.equals(READ)
                || (scope.startsWith("mcp:") && scope.endsWith(":invoke"));
    }

    private static boolean mayBeRead(Subject subject) {
        return switch (subject) {
            case Subject.Server ignored -> true;
            case Subject.Entry entry -> !entry.method().equals(Methods.TOOLS_CALL);
            case Subject.Use use -> !use.entry().method().equals(Methods.TOOLS_CALL);
        };
    }
}
