package io.yumen.service.answer;

import java.time.Duration;

/**
 * How large answers are, and what is kept of larger ones.
 *
 * @param bytes of the text of one answer
 * @param kept bytes of all answers together that are kept to be read as resources
 * @param keptOfOne bytes of one of them; what is larger is cut
 * @param keptTime how long they are kept
 */
public record AnswerLimits(int bytes, int kept, int keptOfOne, Duration keptTime) {
    /** 32 KiB an answer; 64 MiB kept, 8 MiB of one, for ten minutes. */
    public static final AnswerLimits DEFAULT = new AnswerLimits(32 << 10, 64 << 20, 8 << 20, Duration.ofMinutes(10));

    public AnswerLimits {
        if (bytes < 256 || keptOfOne < bytes || kept < keptOfOne || !keptTime.isPositive()) {
            throw new IllegalArgumentException("An answer has 256 bytes or more, and what is kept is no smaller");
        }
    }
}
