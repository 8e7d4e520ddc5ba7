package io.yumen.auth.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.auth.server.Browsers.Session;
import io.yumen.secret.Randoms;
import java.util.Optional;

/**
 * What users are being asked. Each question is answered once, and in the browser and by the user that it was put to: an answer
 * that comes from elsewhere is none. Safe for many threads.
 */
final class Consents {
    private static final int BYTES = 32;

    private final Cache<String, Pending> pending;

    Consents(ServerLimits limits) {
        this.pending = Caffeine.newBuilder()
                .maximumSize(limits.consents())
                .expireAfterWrite(limits.consentTime())
                .build();
    }

    private record Pending(AuthorizationRequest request, String session) {}

    /** Puts a question to that browser, and names it. */
    String ask(AuthorizationRequest request, Session session) {
        String name = Randoms.text(BYTES);
        pending.put(name, new Pending(request, session.id()));
        return name;
    }

    /** The question of that name, which is answered with this; empty where that browser was not asked it. */
    Optional<AuthorizationRequest> answer(String name, Session session) {
        Pending found = pending.getIfPresent(name);
        return found != null
                        && found.session().equals(session.id())
                        && pending.asMap().remove(name, found)
                ? Optional.of(found.request())
                : Optional.empty();
    }
}
