package io.yumen.auth.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.http.Network;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts wrong passwords by name and by address (or network of IPv6, /64), whether there is such a user or not. Safe for many threads. */
final class Guesses {
    private final int tries;
    private final Cache<Object, AtomicInteger> wrong;

    Guesses(UserLimits limits, InstantSource clock) {
        this.tries = limits.tries();
        this.wrong = Caffeine.newBuilder()
                .maximumSize(limits.remembered())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(limits.window())
                .build();
    }

    /** Who guesses from that address: of IPv6 all of its /64, for whoever has one of these has them all. */
    static Object ofAddress(String address) {
        int zone = address.indexOf('%');
        return Network.group(Network.address(zone < 0 ? address : address.substring(0, zone)));
    }

    /** Takes one try from each of those; false where one of them has none left. */
    boolean take(Object... guessers) {
        boolean left = true;
        for (Object guesser : guessers) {
            left &= count(guesser).incrementAndGet() <= tries;
        }
        return left;
    }

    /** The password of that name was right: nobody has guessed it. */
    void forget(Object name) {
        wrong.invalidate(name);
    }

    /** That try was no guess. The ones before it were: who has a password of his own must not guess those of others with it. */
    void giveBack(Object guesser) {
        count(guesser).decrementAndGet();
    }

    private AtomicInteger count(Object guesser) {
        return wrong.get(guesser, key -> new AtomicInteger());
    }
}
