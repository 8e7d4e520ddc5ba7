package io.yumen.store;

/**
 * A value as it lies under its key.
 *
 * @param version grows with every write under this key, also after it was removed or expired; so an equal version means that
 *     nobody has written since
 */
public record Entry(Key key, Value value, long version) {
    /** The value's text. */
    public String text() {
        return value.text();
    }
}
