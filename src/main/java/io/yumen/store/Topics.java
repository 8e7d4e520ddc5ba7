package io.yumen.store;

/**
 * Messages to whoever listens at the time. Nothing is kept for those who come later; what must not be missed is written first, and the
 * message says only that it was. Safe for many threads; methods throw {@link StoreException}.
 */
public interface Topics {
    /** Hands a text of well-formed Unicode to all subscriptions of that topic, and waits for none of them. */
    void publish(Key topic, String text);

    /** Listens to a topic from now on, until it is closed. */
    Subscription subscribe(Key topic);
}
