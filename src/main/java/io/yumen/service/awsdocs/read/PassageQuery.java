package io.yumen.service.awsdocs.read;

/**
 * What is to be read, and how much of it at once.
 *
 * @param length at most so many characters
 * @param hash of the text that who asks knows; empty where there is none
 */
public record PassageQuery(Target target, int length, String hash) {
    public static final int LENGTH = 10_000;
    public static final int LEAST = 100;
    public static final int MOST = 200_000;

    public PassageQuery {
        if (length < LEAST || length > MOST) {
            throw new ReadRefused("A passage has " + LEAST + " to " + MOST + " characters, not " + length);
        }
    }

    public static PassageQuery of(Target target) {
        return new PassageQuery(target, LENGTH, "");
    }
}
