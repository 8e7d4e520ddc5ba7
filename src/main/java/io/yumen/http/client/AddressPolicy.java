package io.yumen.http.client;

import io.yumen.http.HttpException;
import java.net.InetAddress;

/** Says whether we may connect to an address; asked after the name was resolved, before each connect. */
@FunctionalInterface
public interface AddressPolicy {
    /** Every address is allowed. */
    AddressPolicy ANY = (origin, address) -> {};

    /**
     * Returns when the address is allowed.
     *
     * @throws HttpException with code {@code ADDRESS_REFUSED} when it is not
     */
    void check(Origin origin, InetAddress address);
}
