package io.yumen.store;

/**
 * What something lies under: {@code Space.KEYS.in(tenant).key(id)}. Two keys are equal only where space, tenant and every name
 * are. Logs, counters and topics have keys too; each shape has its own, so that a value and a counter may have equal ones.
 *
 * @param folder where it lies
 * @param name any text that is not empty
 */
public record Key(Folder folder, String name) {
    public Key {
        KeyText.require(name);
    }

    /**
     * The key that is written so.
     *
     * @throws IllegalArgumentException where no key is
     */
    public static Key parse(String text) {
        return KeyText.parse(text);
    }

    /** How it is written: ASCII, different for different keys. Listings have the order of these texts. */
    public String text() {
        return folder.text() + KeyText.escape(name);
    }

    @Override
    public String toString() {
        return text();
    }
}
