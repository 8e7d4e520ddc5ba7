package io.yumen.service.browser.registry;

import io.yumen.http.HttpException;
import io.yumen.http.client.EgressGuard;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.Origin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which addresses of browsers may be connected to. Whatever a name resolves to must be allowed, all of it; the one that is then used is
 * pinned, so that no second answer of the name service matters. What no browser of a user can be at (metadata of clouds, link-local,
 * multicast) is refused whatever an operator allows. Safe for many threads.
 */
public final class Reach {
    private static final Logger log = LoggerFactory.getLogger(Reach.class);

    /** It refuses what nobody may allow; what it allows, the operator must have allowed as well. */
    private static final EgressGuard GUARD = new EgressGuard(Set.of(Allowance.LOOPBACK, Allowance.PRIVATE));

    private static final Set<String> METADATA = Set.of(
            "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal");

    private final Supplier<List<AllowedPlace>> allowed;
    private final Predicate<InetSocketAddress> own;
    private final Resolver resolver;

    /** Says what a name stands for. */
    @FunctionalInterface
    public interface Resolver {
        /** All its addresses. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * Asks the machine's name service.
     *
     * @param allowed what the operator allows, as it is in force; by default nothing
     * @param own whether the gateway itself listens there
     */
    public Reach(Supplier<List<AllowedPlace>> allowed, Predicate<InetSocketAddress> own) {
        this(allowed, own, InetAddress::getAllByName);
    }

    /** The same with another name service. */
    public Reach(Supplier<List<AllowedPlace>> allowed, Predicate<InetSocketAddress> own, Resolver resolver) {
        this.allowed = allowed;
        this.own = own;
        this.resolver = resolver;
    }

    /** The address to connect to; empty where there is none that may be. Why is logged and nobody's business else. */
    public Optional<InetSocketAddress> pin(BrowserUrl url) {
        try {
            return pinned(url);
        } catch (UnknownHostException e) {
            return refused(url, "the name does not resolve");
        }
    }

    private Optional<InetSocketAddress> pinned(BrowserUrl url) throws UnknownHostException {
        String host =
                url.host().endsWith(".") ? url.host().substring(0, url.host().length() - 1) : url.host();
        if (METADATA.contains(host) || host.isEmpty()) {
            return refused(url, "the name is one of a metadata service");
        }
        InetAddress[] addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
            InetSocketAddress place = new InetSocketAddress(address, url.port());
            Optional<String> objection = objection(url, place);
            if (objection.isPresent()) {
                return refused(url, objection.get());
            }
        }
        return addresses.length == 0
                ? refused(url, "the name has no address")
                : Optional.of(new InetSocketAddress(addresses[0], url.port()));
    }

    private Optional<String> objection(BrowserUrl url, InetSocketAddress place) {
        try {
            // The guard minds whether it is encrypted; to browsers nothing is, and the operator allows the network.
            GUARD.check(new Origin("https", url.host(), url.port()), place.getAddress());
        } catch (HttpException e) {
            return Optional.of("the address is one that nobody may allow");
        }
        if (own.test(place)) {
            return Optional.of("the gateway itself listens there");
        }
        return allowed.get().stream().anyMatch(one -> one.holds(place))
                ? Optional.empty()
                : Optional.of("the address is not among those that are allowed for browsers");
    }

    private static Optional<InetSocketAddress> refused(BrowserUrl url, String why) {
        log.atInfo().addKeyValue("address", url).addKeyValue("reason", why).log("An address of a browser is refused");
        return Optional.empty();
    }
}
