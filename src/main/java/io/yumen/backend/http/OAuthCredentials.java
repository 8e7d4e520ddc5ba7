package io.yumen.backend.http;

import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.oauth.Login;
import io.yumen.oauth.RefusedRequest;
import io.yumen.oauth.Renewal;

/** Credentials that are a right obtained with OAuth. */
public record OAuthCredentials(Login login) implements Credentials {
    @Override
    public Headers headers(String method, Endpoint endpoint) {
        return login.headers(method, endpoint);
    }

    @Override
    public void answered(Headers answer) {
        login.answered(answer);
    }

    @Override
    public Renewal renew(RefusedRequest refused) {
        // What was found out a moment ago is not asked again: streams are tried time and again while the user is on the
        // way.
        return login.isAwaited() ? new Renewal.LoginNeeded("it wants its user to log in") : login.renew(refused);
    }
}
