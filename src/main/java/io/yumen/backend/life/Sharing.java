package io.yumen.backend.life;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.InputKind;
import io.yumen.tenant.Access;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides who shares a connection. In scope {@code AUTO} everybody shares one, unless the server is legacy, learns once and
 * for all what it may ask, and the caller can be asked something.
 */
final class Sharing {
    /** All that a server may ask of anybody; who cannot be asked that refuses when it is asked. */
    static final ClientCapabilities EVERYTHING = everything();

    private final BackendConfig.Scope scope;
    private final Traits traits;

    Sharing(BackendConfig.Scope scope, Traits traits) {
        this.scope = scope;
        this.traits = traits;
    }

    boolean isAutomatic() {
        return scope == BackendConfig.Scope.AUTO;
    }

    ScopeKey keyOf(Caller caller) {
        return want(caller).scope();
    }

    /** The connection that caller's requests take. */
    ConnectFor want(Caller caller) {
        return switch (scope) {
            case SHARED -> new ConnectFor(ScopeKey.SHARED, EVERYTHING);
            case USER -> new ConnectFor(new ScopeKey.User(caller.principal()), EVERYTHING);
            case GRANTED -> new ConnectFor(granted(caller.access()), EVERYTHING);
            case SESSION -> ofClient(caller);
            case AUTO ->
                traits.isModern() || !caller.capabilities().allowsAnyInput()
                        ? new ConnectFor(ScopeKey.SHARED, ClientCapabilities.NONE)
                        : ofClient(caller);
        };
    }

    /** The connection that everybody shares, or empty where everybody has their own. */
    Optional<ConnectFor> shared() {
        return switch (scope) {
            case SHARED -> Optional.of(new ConnectFor(ScopeKey.SHARED, EVERYTHING));
            case AUTO -> Optional.of(new ConnectFor(ScopeKey.SHARED, ClientCapabilities.NONE));
            case SESSION, USER, GRANTED -> Optional.empty();
        };
    }

    private static ScopeKey granted(Access access) {
        return new ScopeKey.Granted(access.principal(), access.client(), access.scopes());
    }

    private static ConnectFor ofClient(Caller caller) {
        return switch (caller.client()) {
            case ClientKey.Session session ->
                new ConnectFor(new ScopeKey.Session(caller.principal(), session), caller.capabilities());
            case ClientKey.Stateless stateless -> ofStateless(caller);
        };
    }

    private static ConnectFor ofStateless(Caller caller) {
        if (!caller.capabilities().allowsAnyInput()) {
            return new ConnectFor(new ScopeKey.User(caller.principal()), ClientCapabilities.NONE);
        }
        ClientCapabilities inputs = inputs(caller.capabilities());
        return new ConnectFor(new ScopeKey.Capable(caller.principal(), inputs), inputs);
    }

    private static ClientCapabilities inputs(ClientCapabilities declared) {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        for (InputKind kind : InputKind.values()) {
            if (declared.allows(kind)) {
                inputs.set(kind.capability(), declared.tree().path(kind.capability()));
            }
        }
        return new ClientCapabilities(inputs);
    }

    private static ClientCapabilities everything() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.putObject(InputKind.SAMPLING.capability());
        ObjectNode elicitation = all.putObject(InputKind.ELICITATION.capability());
        elicitation.putObject("form");
        elicitation.putObject("url");
        all.putObject(InputKind.ROOTS.capability()).put("listChanged", true);
        return new ClientCapabilities(all);
    }
}
