package io.yumen.backend.http;

import io.yumen.backend.link.DeliveryException;
import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.tenant.Access;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Credentials that the token of whoever calls was exchanged for. Where there are none nothing is sent.
 *
 * @param right the right by which the connection speaks for itself: that of who last called over it
 * @param rights the rights of callers: what belongs to a call is sent by that of its caller, and of nobody else
 */
public record CallerCredentials(Supplier<Optional<CallerRight>> right, Function<Access, Optional<CallerRight>> rights)
        implements Credentials {
    @Override
    public Credentials of(Access caller) {
        return caller.token() == null ? this : new CallerCredentials(() -> rights.apply(caller), rights);
    }

    /** @throws DeliveryException where there is no right */
    @Override
    public Headers headers(String method, Endpoint endpoint) {
        CallerRight current = right.get().orElseThrow(() -> DeliveryException.neverSent("it waits for its caller"));
        try {
            return current.headers();
        } catch (OAuthException e) {
            String why = "it " + e.getMessage();
            throw e.code() == OAuthException.Code.UNREACHABLE
                    ? DeliveryException.neverSent(why)
                    : DeliveryException.refused(why);
        }
    }

    @Override
    public Renewal renew(RefusedRequest refused) {
        return right.get()
                .map(current -> current.renew(refused))
                .orElseGet(() -> new Renewal.Unreachable("it waits for its caller"));
    }
}
