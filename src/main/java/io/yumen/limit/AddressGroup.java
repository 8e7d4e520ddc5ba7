package io.yumen.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom an address stands for: itself, or for IPv6 its /64, of which one subscriber has all. */
final class AddressGroup {
    private static final int NETWORK_BYTES = 8;

    private AddressGroup() {}

    /** The group of an address; empty for a pipe and for this machine, which have no limit by address. */
    static Optional<String> of(String address) {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        InetAddress parsed = parse(address);
        if (parsed == null) {
            return Optional.of(address);
        }
        if (parsed.isLoopbackAddress()) {
            return Optional.empty();
        }
        return Optional.of(parsed instanceof Inet6Address ? network(parsed.getAddress()) : parsed.getHostAddress());
    }

    private static @Nullable InetAddress parse(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String network(byte[] address) {
        return HexFormat.of().formatHex(address, 0, NETWORK_BYTES) + "/64";
    }
}
