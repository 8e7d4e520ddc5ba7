package io.yumen.oauth;

import io.yumen.oauth.LoginContext.Parts;
import io.yumen.oauth.discovery.Documents;
import io.yumen.tenant.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The rights at one server: one of each user, or one of the gateway. Safe for many threads. */
public final class Logins {
    private final LoginContext context;
    private final Map<Optional<Principal>, Login> logins = new ConcurrentHashMap<>();
    private final List<Consumer<Login>> listeners = new CopyOnWriteArrayList<>();

    Logins(OAuthConfig config, Parts parts, Documents documents) {
        this.context = LoginContext.of(config, parts, documents, config.reach(), this::loggedIn);
    }

    /** Whether each user has a right of their own. */
    public boolean arePersonal() {
        return context.config().grant().isPersonal();
    }

    /** The right of that user, or the gateway's own where users have none. */
    public Login of(Principal user) {
        Optional<Principal> owner = arePersonal() ? Optional.of(user) : Optional.empty();
        return logins.computeIfAbsent(owner, key -> new Login(context, key.orElse(null)));
    }

    /** The gateway's own right. */
    public Login ofGateway() {
        return logins.computeIfAbsent(Optional.empty(), key -> new Login(context, null));
    }

    /** Has that called whenever a user has logged in. It must not block. */
    public void listen(Consumer<Login> listener) {
        listeners.add(listener);
    }

    private void loggedIn(Login login) {
        listeners.forEach(listener -> listener.accept(login));
    }
}
