package io.yumen.auth.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts wrong passwords by name and by address, whether there is such a user or not. Safe for many threads. */
final class Guesses {
    private final int tries;
    private final Cache<String, AtomicInteger> wrong;

    Guesses(UserLimits limits, InstantSource clock) {
        this.tries = limits.tries();
        this.wrong = Caffeine.newBuilder()
                .maximumSize(limits.remembered())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(limits.window())
                .build();
    }

    /** Takes one try from each of those; false where one of them has none left. */
    boolean take(String... guessers) {
        boolean left = true;
        for (String guesser : guessers) {
            left &= count(guesser).incrementAndGet() <= tries;
        }
        return left;
    }

    /** The password was right: none of those has guessed. */
    void forget(String... guessers) {
        for (String guesser : guessers) {
            wrong.invalidate(guesser);
        }
    }

    private AtomicInteger count(String guesser) {
        return wrong.get(guesser, key -> new AtomicInteger());
    }
}
