package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says how good copies are still. */
final class Ages {
    private final ShelfLimits limits;

    Ages(ShelfLimits limits) {
        this.limits = limits;
    }

    /** Whether copies of it are kept. */
    boolean isKept(Key key) {
        return rule(key).map(rule -> rule.times().isPresent()).orElse(true);
    }

    Age of(Key key, Stamp stamp, Instant now) {
        Lifetime lifetime = lifetime(key, stamp);
        Duration age = Duration.between(stamp.checked(), now).minus(lifetime.ttl());
        if (age.isNegative()) {
            return Age.FRESH;
        }
        if (age.compareTo(lifetime.refresh()) < 0) {
            return Age.AGEING;
        }
        return age.compareTo(lifetime.grace()) < 0 ? Age.OLD : Age.GONE;
    }

    /** How long it is told without asking AWS; nothing where it is not. */
    Duration left(Key key, Stamp stamp, Instant now) {
        Duration left = lifetime(key, stamp).ttl().minus(Duration.between(stamp.checked(), now));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Lifetime lifetime(Key key, Stamp stamp) {
        Lifetime usual =
                limits.lifetimes().getOrDefault(key.kind(), new Lifetime(Duration.ZERO, Duration.ZERO, Duration.ZERO));
        Lifetime said = stamp.freshness()
                .maxAge()
                .map(age -> usual.withTtl(limits.said().within(age)))
                .orElse(usual);
        return rule(key).flatMap(Rule::times).map(times -> times.of(said)).orElse(said);
    }

    /** Rules are of addresses, and what is no address has none. */
    private Optional<Rule> rule(Key key) {
        if (!Pattern.isAddress(key.name())) {
            return Optional.empty();
        }
        return limits.rules().stream()
                .filter(rule -> rule.pattern().matches(key.name()))
                .findFirst();
    }
}
