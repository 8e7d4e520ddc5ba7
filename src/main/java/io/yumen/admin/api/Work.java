package io.yumen.admin.api;

/** What a route does. Safe for many threads. */
@FunctionalInterface
public interface Work {
    /**
     * Does it.
     *
     * @throws IllegalArgumentException where the call says what cannot be; its message is the answer, with 400
     */
    Reply work(Call call);
}
