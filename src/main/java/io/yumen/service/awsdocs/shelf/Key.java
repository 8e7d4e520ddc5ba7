package io.yumen.service.awsdocs.shelf;

/**
 * What makes two questions one.
 *
 * @param name of a page its address, without a place in it; else all that is asked
 */
public record Key(Kind kind, String name) {
    /** Longer ones are no addresses, and an index takes no words without end. */
    public static final int LONGEST = 4_000;

    public Key {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "What is asked has 1 to " + LONGEST + " characters, not " + name.length());
        }
    }

    public static Key page(String address) {
        return new Key(Kind.PAGE, address);
    }
}
