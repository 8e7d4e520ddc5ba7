package io.yumen.oauth;

import io.yumen.http.Headers;

/**
 * A request that a server refused for want of a right.
 *
 * @param status 401 or 403
 * @param headers the headers of its answer
 * @param sent the headers of the request
 */
public record RefusedRequest(int status, Headers headers, Headers sent) {
    private static final int FORBIDDEN = 403;

    /** Whether it asks for more than what was shown. */
    public boolean isForbidden() {
        return status == FORBIDDEN;
    }
}
