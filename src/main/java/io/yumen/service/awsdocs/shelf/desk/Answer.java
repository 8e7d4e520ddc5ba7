package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Form;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the shelf says.
 *
 * @param <T> a page, or a text
 */
public sealed interface Answer<T> {
    /** Here it is. */
    record Have<T>(T thing, Copy copy) implements Answer<T> {}

    /**
     * There is no such thing.
     *
     * @param status of HTTP; 200 where another page was answered
     * @param reason a sentence for who asked
     */
    record Missing<T>(int status, String reason) implements Answer<T> {
        private static final int REFUSED = 400;

        /**
         * What to tell of it, in the words of AWS's server first.
         *
         * @param asked the address, as it was asked for
         */
        public String failure(String asked) {
            String wish = "Failed to fetch " + asked;
            return status < REFUSED ? wish + ": " + reason : wish + " - status code " + status + "; " + reason;
        }
    }

    /**
     * What copy it is.
     *
     * @param address where it was found in the end
     * @param form in which AWS gave it
     * @param stamp how old it is
     * @param tier where it came from
     * @param note why it may be out of date; empty where it is not
     */
    record Copy(String address, Form form, Stamp stamp, Tier tier, Optional<String> note) {
        /** When its text came. */
        public Instant fetched() {
            return stamp.fetched();
        }
    }

    /** The same of another kind. */
    default <R> Answer<R> map(Function<? super T, ? extends R> other) {
        return switch (this) {
            case Have<T> have -> new Have<>(other.apply(have.thing()), have.copy());
            case Missing<T> missing -> new Missing<>(missing.status(), missing.reason());
        };
    }
}
