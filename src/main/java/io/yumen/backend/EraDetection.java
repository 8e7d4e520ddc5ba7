package io.yumen.backend;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.protocol.Era;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which era a server speaks whose messages all come on one stream (a pipe, a WebSocket), and remembers it for the
 * next connection. A server that cannot bear the question gets a second link, and is not asked. Safe for many threads.
 */
public final class EraDetection {
    private static final Logger log = LoggerFactory.getLogger(EraDetection.class);

    private volatile @Nullable Era known;

    /** The ways to come to a connection. */
    public interface Openings {
        /** The name of the server. */
        String server();

        /** Opens a link to the server. */
        Link link();

        /** Asks for the modern era, and waits that long for the answer; empty where the server speaks the other. */
        Optional<? extends Connection> modern(Link link, Patience patience);

        /** Opens a legacy session. */
        Connection legacy(Link link);
    }

    /** How long a server may take to say that it speaks the modern era. */
    public enum Patience {
        /** It may be a legacy server, which need not answer at all. */
        PROBE,
        /** It is known to be a modern one. */
        HANDSHAKE
    }

    /**
     * Opens a connection in the era that the server speaks.
     *
     * @param pinned the era to speak; null to find out
     * @throws RpcException when the server refused the handshake
     * @throws DeliveryException when there was no answer
     */
    public Connection open(Openings openings, @Nullable Era pinned) {
        try {
            Connection connection = openIn(pinned == null ? known : pinned, openings);
            known = connection.description().revision().era();
            return connection;
        } catch (RpcException | DeliveryException e) {
            known = null;
            throw e;
        }
    }

    private Connection openIn(@Nullable Era era, Openings openings) {
        if (era == Era.LEGACY) {
            return on(openings, openings::legacy);
        }
        if (era == Era.MODERN) {
            return on(
                    openings,
                    link -> openings.modern(link, Patience.HANDSHAKE)
                            .orElseThrow(() -> DeliveryException.neverSent("it did not answer server/discover")));
        }
        try {
            return on(openings, link -> findOut(openings, link));
        } catch (DeliveryException e) {
            log.atInfo()
                    .addKeyValue("server", openings.server())
                    .addKeyValue("reason", e.getMessage())
                    .log("Server ended when it was asked for its era; opened again as a legacy one");
            return on(openings, openings::legacy);
        }
    }

    /** Opens a link; it ends again where no connection comes of it. */
    private static Connection on(Openings openings, Function<Link, Connection> opening) {
        Link link = openings.link();
        try {
            return opening.apply(link);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private static Connection findOut(Openings openings, Link link) {
        Optional<? extends Connection> modern = openings.modern(link, Patience.PROBE);
        if (modern.isPresent()) {
            return modern.get();
        }
        try {
            return openings.legacy(link);
        } catch (RpcException refused) {
            // A modern server that was too slow for the first question refuses to initialize.
            return openings.modern(link, Patience.PROBE)
                    .map(Connection.class::cast)
                    .orElseThrow(() -> refused);
        }
    }
}
