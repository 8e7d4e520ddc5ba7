package io.yumen.service.awsdocs.upstream;

import io.yumen.exchange.Cancellation;
import java.util.Optional;

/** Where documentation comes from. Safe for many threads. */
public interface Upstream {
    /**
     * The page of that address: as Markdown where AWS has it so and that can say all of it, else as HTML.
     *
     * @param address {@code https://host/path}, without a place in the page
     * @param known what is had of it already: it is asked for in that form, and only if it has changed
     * @param cancellation ends the wait
     */
    Fetched page(String address, Optional<Known> known, Cancellation cancellation) throws UpstreamFailed;

    /**
     * A copy that is had.
     *
     * @param address where it was found
     */
    record Known(String address, Form form, Freshness freshness) {
        /** No copy is had, and none but of that form will do. */
        public static Known wanting(String address, Form form) {
            return new Known(address, form, Freshness.UNKNOWN);
        }
    }
}
