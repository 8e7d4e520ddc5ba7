package io.yumen.oauth;

/** What came of a request that a server refused for want of a right. */
public sealed interface Renewal {
    /** There is another token, proof or nonce now: the request is worth sending once more. */
    record Renewed() implements Renewal {}

    /** A user has to log in first. */
    record LoginNeeded(String why) implements Renewal {}

    /** Who gives tokens cannot be reached now, and may be later: nothing was sent that the server would act on. */
    record Unreachable(String why) implements Renewal {}

    /** There is nothing that we could do. */
    record Refused(String why) implements Renewal {}
}
