package io.yumen.service.browser.registry;

import io.yumen.http.Network;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses and ports at which users may have their browsers, as an operator writes them: {@code 10.1.0.0/16:9222},
 * {@code [fd00:1::/64]:9000-9100}.
 *
 * @param network the addresses
 * @param from the first port
 * @param to the last port
 */
public record AllowedPlace(Network network, int from, int to) {
    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:./]{1,60})]|([0-9./]{1,20})):(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int LARGEST_PORT = 65_535;

    public AllowedPlace {
        if (from < 1 || to < from || to > LARGEST_PORT) {
            throw new IllegalArgumentException("Ports are between 1 and 65535, the smaller first");
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException where it is none; the message can be shown
     */
    public static AllowedPlace of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" is no place of browsers: write addresses and port, as in 10.1.0.0/16:9222 or [fd00:1::/64]:9222");
        }
        String network = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        int from = Integer.parseInt(matcher.group(3));
        int to = matcher.group(4) == null ? from : Integer.parseInt(matcher.group(4));
        return new AllowedPlace(Network.of(network), from, to);
    }

    boolean holds(InetSocketAddress address) {
        return address.getPort() >= from && address.getPort() <= to && network.holds(address.getAddress());
    }

    @Override
    public String toString() {
        String addresses = network.toString();
        String shown = addresses.contains(":") ? "[" + addresses + "]" : addresses;
        return shown + ":" + (from == to ? from : from + "-" + to);
    }
}
