package io.yumen.catalogue;

import io.yumen.http.Headers;

/**
 * What a service answered.
 *
 * @param status of HTTP
 * @param headers its headers
 * @param body its bytes; not changed any more
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire, never compared
public record Reply(int status, Headers headers, byte[] body) {
    /** Whether it did what was asked. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
