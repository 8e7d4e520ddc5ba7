package io.yumen.transport.envelope;

import io.yumen.http.server.HttpRequest;
import java.util.Optional;

/** How a request names the connection that it belongs to. */
final class Connections {
    static final String HEADER = "X-Connection-Id";

    private static final String PARAMETER = "connectionId";

    private Connections() {}

    static Optional<String> id(HttpRequest request) {
        return request.header(HEADER).or(() -> request.queryParameter(PARAMETER));
    }
}
