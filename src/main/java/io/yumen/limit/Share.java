package io.yumen.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One count, and whose it is.
 *
 * @param buckets the rate
 * @param key who is counted
 */
record Share(Buckets buckets, Object key) {
    /** Takes one of each, or none of any. */
    static Optional<Exceeded> take(List<Share> shares) {
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            long wait = share.buckets.take(share.key);
            if (wait > 0) {
                shares.subList(0, i).forEach(before -> before.buckets.giveBack(before.key));
                return Optional.of(share.exceeded(wait));
            }
        }
        return Optional.empty();
    }

    /** The limit, which is reached for so long. */
    Exceeded exceeded(long waitNanos) {
        return new Exceeded(buckets.name(), buckets.rate().toString(), Duration.ofNanos(waitNanos));
    }
}
