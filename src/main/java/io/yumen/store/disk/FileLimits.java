package io.yumen.store.disk;

import java.util.stream.LongStream;

/**
 * What the file takes up.
 *
 * @param cacheMebibytes memory for pages that were read
 * @param retentionMillis how long space that a commit gave up is left alone; the file grows by what is written in this time
 * @param commitsPerLook after how many commits the size is looked at
 * @param compactAboveBytes a file that is larger than this, and less than half of it live, is compacted
 * @param compactionMillis how long one compaction takes, while writes wait
 */
record FileLimits(
        int cacheMebibytes, int retentionMillis, int commitsPerLook, long compactAboveBytes, int compactionMillis) {
    /**
     * 8 MiB of memory; 2 seconds, where the library leaves space alone for 45 because not everybody syncs each commit; from 16
     * MiB on, for 100 milliseconds, as seen at every 64th commit.
     */
    static final FileLimits DEFAULT = new FileLimits(8, 2_000, 64, 16 << 20, 100);

    FileLimits {
        if (LongStream.of(cacheMebibytes, retentionMillis, commitsPerLook, compactAboveBytes, compactionMillis)
                .anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("Limits of the file are positive");
        }
    }
}
