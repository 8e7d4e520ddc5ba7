package io.yumen.config;

import io.yumen.http.server.HttpServerLimits;
import io.yumen.limit.LimitConfig;
import io.yumen.limit.RateConfig;
import io.yumen.tenant.TenantLimits;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much of everything is allowed. */
public record LimitSettings(
        @Setting("The largest request body; left out, 4 MiB, or what the profile of the rates says") @Nullable
        ByteSize body,

        @Setting(value = "The largest message from a server", fallback = "16MiB")
        ByteSize serverMessage,

        @Setting(value = "How deep JSON may be nested", fallback = "64")
        int depth,

        @Setting(value = "All header lines of a request together", fallback = "16KiB")
        ByteSize headers,

        @Setting(value = "Connections of clients", fallback = "20000")
        int connections,

        @Setting(
                value =
                        "Connections from one address (or network of IPv6, /64) beyond this machine; proxies of listen.trustedProxies have no such limit",
                fallback = "100")
        int connectionsPerAddress,

        @Setting(value = "Sessions of the legacy era", fallback = "10000")
        int sessions,

        @Setting(value = "After which time without a request a session ends", fallback = "30m")
        Duration sessionIdle,

        @Setting(value = "Open event streams", fallback = "20000")
        int streams,

        @Setting(value = "Channels of clients (WebSocket, long poll, enveloped SSE, HTTP+SSE)", fallback = "10000")
        int channels,

        @Setting(value = "Channels of clients at one address", fallback = "100")
        int channelsPerAddress,

        @Setting(value = "How long a channel whose connection broke waits for its client", fallback = "5m")
        Duration channelAway,

        @Setting(value = "Requests of one session that may be under way", fallback = "256")
        int requestsPerClient,

        @Setting(
                value = "Notifications of one session, in each direction, in a second; more are dropped",
                fallback = "1000")
        int notificationsPerSecond,

        @Setting(value = "How long a question to a client may stay unanswered", fallback = "5m")
        Duration question,

        @Setting(value = "How long requests under way may go on when the gateway stops", fallback = "15s")
        Duration drain,

        @Setting(
                value =
                        "Keys of one tenant that are good at the same time, other than of local, which is the gateway's own",
                fallback = "1000")
        int keysPerTenant,

        @Setting(value = "Users of one tenant, other than of local, which is the gateway's own", fallback = "1000")
        int usersPerTenant,

        @Setting("How often: requests of an address, a principal, a tenant, everybody")
        Rates rates) {
    private static final ByteSize USUAL_BODY = new ByteSize(4 << 20);
    private static final ByteSize EDGE_BODY = new ByteSize(1 << 20);

    public LimitSettings {
        BadSetting.requirePositive("keysPerTenant", keysPerTenant);
        BadSetting.requirePositive("usersPerTenant", usersPerTenant);
    }

    /** How much each tenant may have. */
    public TenantLimits ofTenant() {
        return new TenantLimits(keysPerTenant, usersPerTenant);
    }

    /** The largest request body. */
    public ByteSize largestBody() {
        if (body != null) {
            return body;
        }
        return switch (rates.profile()) {
            case STANDARD -> USUAL_BODY;
            case EDGE -> EDGE_BODY;
        };
    }

    /** What they say of the listener. */
    HttpServerLimits ofServer() {
        HttpServerLimits usual = HttpServerLimits.DEFAULT;
        return new HttpServerLimits(
                largestBody().toInt(),
                headers.toInt(),
                connections,
                connectionsPerAddress,
                usual.headerTimeout(),
                usual.bodyTimeout(),
                usual.idleTimeout(),
                usual.writeTimeout(),
                usual.largeBodiesBytes(),
                usual.queuedBytes());
    }

    /** The same, with those rates. */
    LimitSettings withRates(Rates other) {
        return new LimitSettings(
                body,
                serverMessage,
                depth,
                headers,
                connections,
                connectionsPerAddress,
                sessions,
                sessionIdle,
                streams,
                channels,
                channelsPerAddress,
                channelAway,
                requestsPerClient,
                notificationsPerSecond,
                question,
                drain,
                keysPerTenant,
                usersPerTenant,
                other);
    }

    /** How often. What is left out is as the profile says. */
    public record Rates(
            @Setting(
                    value =
                            "Where the rates that are left out come from: standard, or edge for a public site (1000/h of an address with bursts of 2000, 100000/s of all, bodies of 1 MiB)",
                    fallback = "standard")
            Profile profile,

            @Setting("Requests of everybody together, as in 1000/s burst 5000; left out, any number") @Nullable
            RateConfig all,

            @Setting("Requests over HTTP from one address (IPv6: one /64); this machine is not limited") @Nullable
            RateConfig address,

            @Setting("Credentials from one address that did not hold; then it is not listened to for a while") @Nullable
            RateConfig refused,

            @Setting("Requests of one tenant; left out, any number") @Nullable
            RateConfig tenant,

            @Setting("Requests of one principal; where there is no access, any number if left out") @Nullable
            RateConfig principal,

            @Setting(value = "Requests of one principal that may be under way", fallback = "1000")
            int underWay) {
        public Rates {
            BadSetting.requirePositive("underWay", underWay);
        }

        private static final RateConfig USUAL = RateConfig.parse("100/s burst 1000");
        private static final RateConfig USUAL_REFUSED = RateConfig.parse("20/m burst 20");
        private static final RateConfig EDGE_ADDRESS = RateConfig.parse("1000/h burst 2000");
        private static final RateConfig EDGE_ALL = RateConfig.parse("100000/s");

        /**
         * The rates in force.
         *
         * @param principals what a principal may do if nothing is said: one that is everybody on this machine has no limit
         */
        public LimitConfig inForce(Principals principals) {
            return new LimitConfig(
                    Optional.ofNullable(all)
                            .or(() -> profile == Profile.EDGE ? Optional.of(EDGE_ALL) : Optional.empty()),
                    Optional.of(address == null ? usualAddress() : address),
                    Optional.of(refused == null ? USUAL_REFUSED : refused),
                    Optional.ofNullable(tenant),
                    Optional.ofNullable(principal)
                            .or(() -> principals == Principals.KNOWN ? Optional.of(USUAL) : Optional.empty()),
                    underWay);
        }

        private RateConfig usualAddress() {
            return switch (profile) {
                case STANDARD -> USUAL;
                case EDGE -> EDGE_ADDRESS;
            };
        }

        /** Whether principals can be told from each other. */
        public enum Principals {
            KNOWN,
            ALL_ONE
        }

        /** A set of rates. */
        public enum Profile {
            /** For a team. */
            STANDARD,
            /** For a public site. */
            EDGE
        }
    }
}
