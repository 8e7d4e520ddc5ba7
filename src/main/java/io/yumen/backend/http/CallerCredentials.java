package io.yumen.backend.http;

import io.yumen.backend.link.DeliveryException;
import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.discovery.OAuthException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Credentials that the token of whoever calls was exchanged for. Where there are none nothing is sent.
 *
 * @param right the right of who last called over that connection
 */
public record CallerCredentials(Supplier<Optional<CallerRight>> right) implements Credentials {
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
