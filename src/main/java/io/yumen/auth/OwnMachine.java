package io.yumen.auth;

import io.yumen.http.HostName;
import io.yumen.http.server.HttpRequest;
import java.util.List;
import java.util.Optional;

/**
 * Whether a request comes from a program of this machine, and not from elsewhere by a proxy here. A proxy that keeps the name under
 * which it calls us, and says nothing of whom it calls for, cannot be told from such a program.
 */
public final class OwnMachine {
    /** What proxies say of whom they call for. */
    private static final List<String> BY_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private OwnMachine() {}

    /** Whether the connection came from here. */
    public static boolean connects(HttpRequest request) {
        return request.remoteAddress().getAddress().isLoopbackAddress();
    }

    /** Whether the request calls us by a name of loopback; empty where it names nobody. */
    public static Optional<Boolean> names(HttpRequest request) {
        return request.header("Host").map(host -> HostName.LOOPBACK.contains(HostName.of(host)));
    }

    /** The header by which a proxy shows that it called for somebody else; empty where there is none. */
    public static Optional<String> proxied(HttpRequest request) {
        return BY_PROXIES.stream().filter(request.headers()::has).findFirst();
    }
}
