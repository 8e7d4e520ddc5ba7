package io.yumen.service.browser.wire;

import io.yumen.service.browser.cdp.CdpException;

/** The browser did not do what it was asked. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final CdpException.Kind kind;

    public WireException(String method, CdpException cause) {
        super(method + ": " + cause.getMessage(), cause);
        this.kind = cause.kind();
    }

    /** What happened. */
    public CdpException.Kind kind() {
        return kind;
    }
}
