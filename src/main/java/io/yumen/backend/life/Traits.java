package io.yumen.backend.life;

import io.yumen.backend.Connection;
import io.yumen.backend.Description;
import io.yumen.protocol.Era;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a server since one of its connections was opened; remembered when that is gone. */
final class Traits {
    private volatile @Nullable Description known;

    void learn(Connection connection) {
        known = connection.description();
    }

    boolean areKnown() {
        return known != null;
    }

    /** Whether all may share one connection, whatever they can be asked: nobody is asked over it but by answers. */
    boolean isModern() {
        Description now = known;
        return now != null && now.revision().era() == Era.MODERN;
    }

    Optional<Description> description() {
        return Optional.ofNullable(known);
    }
}
