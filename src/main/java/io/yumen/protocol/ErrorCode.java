package io.yumen.protocol;

/** The JSON-RPC and MCP error codes that Yumen reads or sends. */
public final class ErrorCode {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;

    /** A server that is down, overloaded or out of its limits; the request may be tried again later. */
    public static final int UNAVAILABLE = -32000;

    /** A request that was given up: its deadline passed. */
    public static final int TIMEOUT = -32001;

    /** Legacy era: no such resource. The modern era uses {@link #INVALID_PARAMS} with {@code data.uri}. */
    public static final int RESOURCE_NOT_FOUND = -32002;

    /** A request that its sender cancelled; nobody reads the answer. */
    public static final int CANCELLED = -32003;

    /** A limit on connections is reached; {@code data.limit} says which, {@code data.retryAfterSeconds} when to come again. */
    public static final int TOO_MANY_CONNECTIONS = -32004;

    /** A rate is exceeded; {@code data.limit} says which, {@code data.retryAfterSeconds} when to come again. Over HTTP with 429. */
    public static final int TOO_MANY_REQUESTS = -32005;

    /** What let the client in ended while its request was under way. Over HTTP with 401. */
    public static final int ACCESS_ENDED = -32006;

    /** The credential is not good for this call; {@code data.scopes} are those that it takes. Over HTTP with 403 where a token can be had that is. */
    public static final int INSUFFICIENT_SCOPE = -32007;

    /** Legacy era, 2025-11-25: the call needs URL elicitations that {@code data.elicitations} lists. */
    public static final int URL_ELICITATION_REQUIRED = -32042;

    /** Modern era: a routing header is missing or differs from the body. */
    public static final int HEADER_MISMATCH = -32020;

    /** Modern era: the request needs a capability that the client did not declare. */
    public static final int MISSING_CLIENT_CAPABILITY = -32021;

    /** Modern era: the revision is not served; {@code data.supported} lists those that are. */
    public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    private ErrorCode() {}
}
