package io.yumen.service.awsdocs.upstream;

/** What AWS answered. */
public sealed interface Fetched {
    /**
     * The thing itself.
     *
     * @param address where it was found in the end, after redirects
     * @param text decoded
     */
    record Found(String address, Form form, String text, Freshness freshness) implements Fetched {}

    /** It is as it was when it was last asked for. */
    record Unchanged(Freshness freshness) implements Fetched {}

    /**
     * There is no such thing.
     *
     * @param status of HTTP; 200 and the like where a page was answered that is another one
     * @param reason a sentence for who asked
     */
    record Missing(int status, String reason) implements Fetched {}
}
