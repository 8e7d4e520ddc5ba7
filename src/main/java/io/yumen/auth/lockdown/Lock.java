package io.yumen.auth.lockdown;

import io.yumen.auth.Withdrawal;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Who or what is locked. */
public sealed interface Lock {
    /** Where the operators' API has locks. */
    String API = "/api/v1/lockdown";

    /** A principal, whatever it shows. */
    record OfPrincipal(Principal principal) implements Lock {}

    /** An OAuth client, whoever it acts for. */
    record OfClient(String id) implements Lock {}

    /** A server: nobody's request reaches it. */
    record OfServer(String name) implements Lock {}

    /** Everybody but who operates the gateway from its own machine. */
    record OfEverything() implements Lock {}

    /** The kinds of locks, as they are written. */
    enum Kind {
        PRINCIPAL,
        CLIENT,
        SERVER,
        EVERYTHING;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A lock in words.
     *
     * @param tenant whose data a principal touches; empty for other kinds
     * @throws IllegalArgumentException where nothing can have that name; the message can be shown
     */
    static Lock of(Kind kind, String tenant, String name) {
        if (kind != Kind.EVERYTHING
                && (name.isBlank() || name.length() > LockdownLimits.DEFAULT.name() || hasControls(name))) {
            throw new IllegalArgumentException("What is locked has a name of 1 to " + LockdownLimits.DEFAULT.name()
                    + " characters, none of them for control");
        }
        return switch (kind) {
            case PRINCIPAL -> new OfPrincipal(new Principal(new TenantId(tenant), name));
            case CLIENT -> new OfClient(name);
            case SERVER -> new OfServer(name);
            case EVERYTHING -> new OfEverything();
        };
    }

    /** What kind it is. */
    default Kind kind() {
        return switch (this) {
            case OfPrincipal principal -> Kind.PRINCIPAL;
            case OfClient client -> Kind.CLIENT;
            case OfServer server -> Kind.SERVER;
            case OfEverything everything -> Kind.EVERYTHING;
        };
    }

    /** The tenant of a principal; empty for other kinds. */
    default String tenant() {
        return this instanceof OfPrincipal of ? of.principal().tenant().value() : "";
    }

    /** What it names; empty for everything. */
    default String target() {
        return switch (this) {
            case OfPrincipal of -> of.principal().name();
            case OfClient of -> of.id();
            case OfServer of -> of.name();
            case OfEverything everything -> "";
        };
    }

    /** Where the operators' API has it. */
    default String path() {
        return API
                + switch (this) {
                    case OfPrincipal of -> "/principals/" + encoded(tenant()) + "/" + encoded(target());
                    case OfClient of -> "/clients/" + encoded(of.id());
                    case OfServer of -> "/servers/" + encoded(of.name());
                    case OfEverything everything -> "/everything";
                };
    }

    /** Whose access goes with it; empty where it is a server's, through which nobody came in. */
    default Optional<Withdrawal> withdrawal() {
        return switch (this) {
            case OfPrincipal of -> Optional.of(new Withdrawal.OfPrincipal(of.principal()));
            case OfClient of -> Optional.of(new Withdrawal.OfClient(of.id()));
            case OfServer server -> Optional.empty();
            case OfEverything everything -> Optional.of(new Withdrawal.OfEverybody());
        };
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean hasControls(String name) {
        return name.chars().anyMatch(Character::isISOControl);
    }
}
