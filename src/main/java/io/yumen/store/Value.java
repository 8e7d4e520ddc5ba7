package io.yumen.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What lies under a key: a text, often JSON, and until when. Prints without the text, which may be a secret.
 *
 * @param text well-formed Unicode; may be empty
 * @param expires from when on it is gone, to the millisecond; empty for never
 */
public record Value(String text, Optional<Instant> expires) {
    public Value {
        requireWellFormed(text);
        expires = expires.map(instant -> Instant.ofEpochMilli(instant.toEpochMilli()));
    }

    /** A value that stays until it is removed. */
    public static Value of(String text) {
        return new Value(text, Optional.empty());
    }

    /** A value that is gone from that moment on. */
    public static Value until(Instant expires, String text) {
        return new Value(text, Optional.of(expires));
    }

    /** Whether it is gone at that moment. */
    public boolean isExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    static void requireWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!isPair) {
                    throw new IllegalArgumentException("Text with half of a surrogate pair cannot be stored");
                }
                i++;
            }
        }
    }

    @Override
    public String toString() {
        return "Value[" + text.length() + " characters"
                + expires.map(instant -> ", until " + instant).orElse("") + "]";
    }
}
