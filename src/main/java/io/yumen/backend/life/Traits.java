package io.yumen.backend.life;

import io.yumen.backend.Connection;
import io.yumen.backend.Description;
import io.yumen.protocol.Era;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a server since one of its connections was opened; remembered when that is gone. */
final class Traits {
    private volatile @Nullable Known known;

    private record Known(Description description, boolean attributes) {}

    void learn(Connection connection) {
        known = new Known(connection.description(), connection.attributesRequests());
    }

    boolean areKnown() {
        return known != null;
    }

    /** Whether all may share one connection, whatever they can be asked: nobody is asked over it but by answers. */
    boolean isModern() {
        Known now = known;
        return now != null && now.description().revision().era() == Era.MODERN;
    }

    boolean attributesRequests() {
        Known now = known;
        return now != null && now.attributes();
    }

    Optional<Description> description() {
        return Optional.ofNullable(known).map(Known::description);
    }
}
