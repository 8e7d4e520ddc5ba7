package io.yumen.protocol;

import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that ends with a JSON-RPC error. It carries what goes over the wire and no stack trace: it is an answer, not
 * a bug.
 */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The characters of a message of our own, whatever of others it repeats. */
    private static final int LONGEST_MESSAGE = 4_000;

    private final transient RpcError error;

    public RpcException(RpcError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public RpcException(int code, String message) {
        this(new RpcError(
                code, message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "..." : message));
    }

    public RpcError error() {
        return error;
    }

    public static RpcException parseError(String message) {
        return new RpcException(ErrorCode.PARSE_ERROR, message);
    }

    public static RpcException invalidRequest(String message) {
        return new RpcException(ErrorCode.INVALID_REQUEST, message);
    }

    public static RpcException methodNotFound(String method) {
        return new RpcException(ErrorCode.METHOD_NOT_FOUND, "Method not found: " + PlainText.echo(method));
    }

    public static RpcException invalidParams(String message) {
        return new RpcException(ErrorCode.INVALID_PARAMS, message);
    }

    public static RpcException internal(String message) {
        return new RpcException(ErrorCode.INTERNAL_ERROR, message);
    }

    public static RpcException unavailable(String message) {
        return new RpcException(ErrorCode.UNAVAILABLE, message);
    }

    public static RpcException timeout(String message) {
        return new RpcException(ErrorCode.TIMEOUT, message);
    }

    /** The request needs to ask something of a client that did not declare that it can be asked. */
    public static RpcException missingCapability(InputKind kind) {
        ObjectNode required = JsonNodeFactory.instance.objectNode();
        required.putObject(kind.capability());
        return missing("The client did not declare the capability '" + kind.capability() + "'", required);
    }

    /** The request needs an extension that the client did not declare. */
    public static RpcException missingExtension(String name) {
        ObjectNode required = JsonNodeFactory.instance.objectNode();
        required.putObject("extensions").putObject(name);
        return missing("The client did not declare the extension '" + name + "'", required);
    }

    private static RpcException missing(String message, ObjectNode required) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("requiredCapabilities", required);
        return new RpcException(new RpcError(ErrorCode.MISSING_CLIENT_CAPABILITY, message, data));
    }

    /** What let the client in has ended. */
    public static RpcException accessEnded(String why) {
        return new RpcException(ErrorCode.ACCESS_ENDED, "Your access has ended: " + why);
    }

    /**
     * The credential is not good for that call.
     *
     * @param what what was to be used
     * @param scopes all that a credential is good for that is
     * @param missing those of them that this one has not
     */
    public static RpcException insufficientScope(String what, Set<String> scopes, Set<String> missing) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        scopes.forEach(data.putArray("scopes")::add);
        return new RpcException(new RpcError(
                ErrorCode.INSUFFICIENT_SCOPE,
                "Not allowed with this credential: " + PlainText.echo(what) + " needs a scope that it does not have: "
                        + String.join(" ", missing),
                data));
    }

    public static RpcException cancelled() {
        return new RpcException(ErrorCode.CANCELLED, "The request was cancelled");
    }
}
