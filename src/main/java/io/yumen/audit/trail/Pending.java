package io.yumen.audit.trail;

import io.yumen.audit.Entry;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A record that is to be written, and the one who waits for that, if anybody does. */
sealed interface Pending {
    Entry entry();

    /** A record that nobody waits for. */
    record Unwatched(Entry entry) implements Pending {}

    /** A record that must be durable before its caller goes on. */
    final class Watched implements Pending {
        private final Entry entry;
        private final CountDownLatch settled = new CountDownLatch(1);
        private volatile @Nullable String trouble;

        Watched(Entry entry) {
            this.entry = entry;
        }

        @Override
        public Entry entry() {
            return entry;
        }

        void written() {
            settled.countDown();
        }

        void failed(String reason) {
            trouble = reason;
            settled.countDown();
        }

        CountDownLatch settled() {
            return settled;
        }

        /** Why it was not written; null where it was. */
        @Nullable
        String trouble() {
            return trouble;
        }
    }
}
