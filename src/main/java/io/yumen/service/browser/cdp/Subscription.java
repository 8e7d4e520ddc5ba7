package io.yumen.service.browser.cdp;

/** A listener to events that can be taken away. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Nothing is told any more; what is being told goes on to its end. */
    @Override
    void close();
}
