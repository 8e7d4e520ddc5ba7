package io.yumen.store;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * How large what is stored may be.
 *
 * @param keyCharacters characters of a key as it is written ({@link Key#text()})
 * @param valueBytes bytes of a value, a record of a log or a message, in UTF-8
 * @param pageEntries entries of one page of a listing, or records read at once
 * @param waitingMessages messages that wait for one subscription
 */
public record StoreLimits(int keyCharacters, int valueBytes, int pageEntries, int waitingMessages) {
    /** 1,024 characters, 1 MiB, 1,000 entries, 1,000 messages. */
    public static final StoreLimits DEFAULT = new StoreLimits(1_024, 1 << 20, 1_000, 1_000);

    public StoreLimits {
        if (IntStream.of(keyCharacters, valueBytes, pageEntries, waitingMessages)
                .anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("Limits of the store are positive");
        }
    }

    /**
     * Refuses a key that is too long.
     *
     * @throws StoreException where it is
     */
    public void check(Key key) {
        int length = key.text().length();
        if (length > keyCharacters) {
            throw StoreException.tooLarge("A key has " + length + " characters", keyCharacters);
        }
    }

    /**
     * Refuses a text that cannot be stored.
     *
     * @throws StoreException where it is too long
     * @throws IllegalArgumentException where it is not well-formed Unicode
     */
    public void checkText(String text) {
        Value.requireWellFormed(text);
        // No text has more bytes than three times its characters: most need not be counted.
        if (text.length() > valueBytes / 3) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > valueBytes) {
                throw StoreException.tooLarge("A value has " + bytes + " bytes", valueBytes);
            }
        }
    }

    /** How many of that many are listed at once. */
    public int page(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A page has at least one entry");
        }
        return Math.min(limit, pageEntries);
    }
}
