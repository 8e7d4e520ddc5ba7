package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.upstream.Fetched;
import io.yumen.service.awsdocs.upstream.Upstream;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import java.util.Optional;

/** Asks AWS for one thing. */
@FunctionalInterface
public interface Origin {
    /** The thing, unless it is as it is known. */
    Fetched ask(Optional<Upstream.Known> known, Cancellation cancellation) throws UpstreamFailed;
}
