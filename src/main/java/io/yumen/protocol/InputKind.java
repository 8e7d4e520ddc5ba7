package io.yumen.protocol;

import java.util.Arrays;
import java.util.Optional;

/** What a server may ask of its client while it works on a request. */
public enum InputKind {
    SAMPLING(Methods.SAMPLING, "sampling"),
    ELICITATION(Methods.ELICITATION, "elicitation"),
    ROOTS(Methods.ROOTS_LIST, "roots");

    private final String method;
    private final String capability;

    InputKind(String method, String capability) {
        this.method = method;
        this.capability = capability;
    }

    /** The method name: of the request in the legacy era, of the {@code inputRequests} entry in the modern one. */
    public String method() {
        return method;
    }

    /** The key of the client capability that allows it. */
    public String capability() {
        return capability;
    }

    public static Optional<InputKind> of(String method) {
        return Arrays.stream(values())
                .filter(kind -> kind.method.equals(method))
                .findFirst();
    }
}
