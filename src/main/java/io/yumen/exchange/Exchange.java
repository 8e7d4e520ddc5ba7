package io.yumen.exchange;

import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Meta;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request on its way through Yumen: what is asked, by whom, and how to talk back. Its {@code params} carry no key that
 * speaks of one hop only ({@link Meta#removeHopKeys}), except the caller's progress token. The tree is shared: whoever
 * wants to change it makes a copy ({@link Meta#withOwnMeta}).
 *
 * @param method the method, as of the newest revision
 * @param params its parameters
 * @param caller who asks
 * @param logLevel the least severe log message that the caller wants to see, or null where it wants none
 * @param client the way back to the caller while the request is under way
 * @param cancellation fires when nobody waits for the answer any more
 * @param witness is told what is decided about it
 */
public record Exchange(
        String method,
        ObjectNode params,
        Caller caller,
        @Nullable LogLevel logLevel,
        Client client,
        Cancellation cancellation,
        Witness witness) {
    /** A request of Yumen's own: nobody hears of it while it is under way. */
    public static Exchange own(String method, ObjectNode params, Caller caller, Cancellation cancellation) {
        return new Exchange(method, params, caller, null, Client.silent(), cancellation, Witness.NONE);
    }

    /** Whether it is one of Yumen's own. */
    public boolean isOwn() {
        return client.isSilent();
    }

    /** The same request under another method name and with other parameters. */
    public Exchange with(String otherMethod, ObjectNode otherParams) {
        return new Exchange(otherMethod, otherParams, caller, logLevel, client, cancellation, witness);
    }

    public Exchange withParams(ObjectNode otherParams) {
        return with(method, otherParams);
    }

    public Exchange withClient(Client otherClient) {
        return new Exchange(method, params, caller, logLevel, otherClient, cancellation, witness);
    }

    public Exchange withCaller(Caller otherCaller) {
        return new Exchange(method, params, otherCaller, logLevel, client, cancellation, witness);
    }

    public Exchange withCancellation(Cancellation otherCancellation) {
        return new Exchange(method, params, caller, logLevel, client, otherCancellation, witness);
    }

    /** The same request before another witness. */
    public Exchange withWitness(Witness otherWitness) {
        return new Exchange(method, params, caller, logLevel, client, cancellation, otherWitness);
    }

    /** The token under which the caller wants to hear of progress, or null where it does not. */
    public @Nullable JsonNode progressToken() {
        return Meta.get(params, Meta.PROGRESS_TOKEN);
    }
}
