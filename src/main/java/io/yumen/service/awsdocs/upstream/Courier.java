package io.yumen.service.awsdocs.upstream;

import static java.util.Objects.requireNonNull;

import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.client.AddressPolicy;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.EgressGuard;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayRequest;
import io.yumen.http.client.RelayResponse;
import io.yumen.protocol.PlainText;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Brings answers of the sites: through the gate of each, again where that may help, along redirects that stay on the list, and no more of
 * them than may be. Blocking, for many threads.
 */
final class Courier implements AutoCloseable {
    /** What the next try may mend. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

    private static final Set<HttpException.Code> BROKEN =
            Set.of(HttpException.Code.CONNECT_FAILED, HttpException.Code.CLOSED, HttpException.Code.BUSY);

    /** What says that a site is not there, or not well. */
    private static final Set<HttpException.Code> DOWN = Set.of(
            HttpException.Code.CONNECT_FAILED,
            HttpException.Code.DNS_FAILED,
            HttpException.Code.TLS_FAILED,
            HttpException.Code.TIMED_OUT,
            HttpException.Code.PROTOCOL,
            HttpException.Code.CLOSED);

    /** The first wait before another try is up to that. */
    private static final long FIRST_WAIT_MILLIS = 200;

    /** Of an answer that is not read but for the connection's sake. */
    private static final int REFUSAL_BYTES = 64 << 10;

    private final SitesConfig config;
    private final RelayClient client;
    private final Map<Site, Gate> gates = new EnumMap<>(Site.class);

    Courier(SitesConfig config, Function<AddressPolicy, RelayClient> connecting) {
        this.config = config;
        this.client = connecting.apply(guard(config));
        for (Site site : Site.values()) {
            gates.put(site, new Gate(site.host(), config.limits()));
        }
    }

    /** Where connections may lead. A private address is that of a mirror: what calls itself one of AWS's sites has none. */
    private static AddressPolicy guard(SitesConfig config) {
        EgressGuard internet = new EgressGuard(Set.of());
        return switch (config.reach()) {
            case INTERNET -> internet;
            case LOOPBACK -> new EgressGuard(Set.of(Allowance.LOOPBACK));
            case PRIVATE -> {
                EgressGuard network = new EgressGuard(Set.of(Allowance.PRIVATE));
                yield (origin, address) ->
                        (config.isMirror(origin.host(), origin.port()) ? network : internet).check(origin, address);
            }
        };
    }

    /**
     * What is asked of a site; repeating it does no harm.
     *
     * @param query begins with a question mark, or is empty
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Errand(String method, SiteUrl at, String query, Headers headers, byte[] body) {
        static Errand get(SiteUrl at, String accept, Headers conditions) {
            return new Errand("GET", at, "", Headers.of("Accept", accept).with(conditions), new byte[0]);
        }

        Errand to(SiteUrl other) {
            return new Errand(method, other, "", headers, body);
        }
    }

    /**
     * What stands there: where a copy of it is had, only if it has changed. An answer that what stands elsewhere has not changed is not
     * taken for one.
     */
    Answer ask(SiteUrl at, String accept, Optional<Upstream.Known> copy, Trip trip) throws UpstreamFailed {
        Headers conditions = copy.map(had -> had.freshness().conditions()).orElse(Headers.none());
        Answer answer = follow(Errand.get(at, accept, conditions), trip);
        boolean isOther = answer.status() == 304
                && copy.filter(had -> isOf(had, answer.at())).isEmpty();
        return isOther ? follow(Errand.get(at, accept, Headers.none()), trip) : answer;
    }

    /** What is had is as it was. */
    static Fetched unchanged(Answer answer, Optional<Upstream.Known> copy, Trip trip) throws UpstreamFailed {
        Freshness before = copy.map(Upstream.Known::freshness)
                .filter(Freshness::canBeConfirmed)
                .orElseThrow(() -> trip.failed("the site says that nothing has changed, and was not asked so"));
        return new Fetched.Unchanged(before.renewed(Freshness.of(answer.headers())));
    }

    /** The answer, whatever its status, at the end of the redirects. */
    Answer follow(Errand errand, Trip trip) throws UpstreamFailed {
        Errand now = errand;
        for (int hops = 0; ; hops++) {
            Answer answer = bring(now, trip);
            Optional<String> location = answer.location();
            if (location.isEmpty()) {
                return answer;
            }
            SiteUrl next = next(answer.at(), location.get(), trip);
            if (hops == config.limits().hops()) {
                throw trip.failed("it leads from one address to the next, more than "
                        + config.limits().hops() + " times, at last to " + next);
            }
            now = now.to(next);
        }
    }

    /** The answer, whatever its status. */
    Answer bring(Errand errand, Trip trip) throws UpstreamFailed {
        for (int tries = 1; ; tries++) {
            Duration wait = backoff(tries);
            boolean isLast = tries >= config.limits().tries() || wait.compareTo(trip.left()) >= 0;
            try {
                Answer answer = once(errand, isLast, trip);
                if (isLast || !PASSING.contains(answer.status())) {
                    return answer;
                }
            } catch (HttpException e) {
                trip.cancellation().check();
                if (isLast || !BROKEN.contains(e.code())) {
                    throw Refusals.of(e, errand.at().site(), config.limits(), trip);
                }
            }
            trip.pause(wait);
        }
    }

    /** Where a page leads from there. */
    static SiteUrl next(SiteUrl from, String location, Trip trip) throws UpstreamFailed {
        try {
            return from.resolve(location);
        } catch (BadAddress e) {
            throw trip.failed(from + " leads to " + PlainText.echo(location)
                    + ", which is not gone to: only these sites are read: " + Site.readable());
        }
    }

    /** Why sites are left alone at the moment, a sentence each. */
    List<String> troubles() {
        return gates.values().stream()
                .map(Gate::trouble)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }

    /** A copy goes by the address of the page, in whatever form it is. */
    private static boolean isOf(Upstream.Known had, SiteUrl at) {
        String address = had.form() == Form.MARKDOWN ? at.toString().replaceAll("md$", "html") : at.toString();
        return had.address().equals(address);
    }

    private Answer once(Errand errand, boolean isLast, Trip trip) throws UpstreamFailed {
        Site site = errand.at().site();
        RelayRequest request = new RelayRequest(
                errand.method(),
                errand.at().endpoint(config.base(site), errand.query()),
                errand.headers().with("User-Agent", config.agent()).with("Accept-Encoding", "gzip"),
                errand.body(),
                RelayRequest.Replay.SAFE);
        try (Gate.Turn turn = requireNonNull(gates.get(site)).enter(trip)) {
            try {
                Answer answer = sent(request, errand.at(), trip);
                turn.paused(answer.pause());
                if (isLast || !PASSING.contains(answer.status())) {
                    turn.answered(answer.status());
                }
                return answer;
            } catch (HttpException e) {
                if (DOWN.contains(e.code()) && (isLast || !BROKEN.contains(e.code()))) {
                    turn.failed();
                }
                throw e;
            }
        }
    }

    private Answer sent(RelayRequest request, SiteUrl at, Trip trip) throws UpstreamFailed {
        if (!trip.left().isPositive()) {
            throw trip.late();
        }
        CallControl control = CallControl.within(trip.left());
        Cancellation.Registration cancelled = trip.cancellation().onCancel(control::cancel);
        try (RelayResponse response = client.send(request, control)) {
            return new Answer(at, response.status(), response.headers(), body(response, trip));
        } finally {
            cancelled.close();
        }
    }

    private byte[] body(RelayResponse response, Trip trip) throws UpstreamFailed {
        if (response.status() != 200) {
            drop(response);
            return new byte[0];
        }
        byte[] bytes = response.body(config.limits().bytes());
        String encoding = String.join(",", response.headers().all("Content-Encoding"))
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> bytes;
            case "gzip", "x-gzip" -> unzipped(bytes, trip);
            default ->
                throw trip.failed(
                        "the answer is encoded as " + PlainText.echo(encoding) + ", for which it was not asked");
        };
    }

    /** Its words are not told to anybody; read, the connection serves the next request. */
    private static void drop(RelayResponse response) {
        try {
            response.body(REFUSAL_BYTES);
        } catch (HttpException e) {
            response.close();
        }
    }

    private byte[] unzipped(byte[] bytes, Trip trip) throws UpstreamFailed {
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = stream.readNBytes(config.limits().bytes() + 1);
            if (plain.length > config.limits().bytes()) {
                throw large(trip);
            }
            return plain;
        } catch (EOFException e) {
            throw trip.failed("the answer breaks off within its gzip");
        } catch (IOException e) {
            throw trip.failed("the answer is called gzip and is none");
        }
    }

    private UpstreamFailed large(Trip trip) {
        return trip.failed(Refusals.large(config.limits()));
    }

    private static Duration backoff(int tries) {
        long most = FIRST_WAIT_MILLIS << Math.min(tries - 1, 5);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
}
