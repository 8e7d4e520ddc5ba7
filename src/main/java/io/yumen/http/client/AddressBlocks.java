package io.yumen.http.client;

import io.yumen.http.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * What kind of network an address belongs to: the special-purpose registries of IANA (RFC 6890 and its successors) and the
 * addresses at which clouds hand out credentials. The JDK's own questions ({@code isSiteLocalAddress} and the like) do not
 * know {@code fd00::/8}, {@code 100.64.0.0/10}, or IPv4 addresses that are wrapped into IPv6 ones.
 */
final class AddressBlocks {
    private static final int V4_BYTES = 4;
    private static final int NAT64_PREFIX = 12;
    private static final int SIX_TO_FOUR_PREFIX = 2;

    /** What an address is good for. */
    enum Kind {
        /** Anybody's on the Internet. */
        PUBLIC,
        /** Of an organisation's own network. */
        PRIVATE,
        /** This machine. */
        LOOPBACK,
        /** Nothing that a server of anybody's choice should be reached at. */
        FORBIDDEN
    }

    private record Block(Network network, Kind kind) {}

    /** The first block that holds an address decides. */
    private static final List<Block> V4 = blocks("""
            FORBIDDEN 169.254.0.0/16
            FORBIDDEN 100.100.100.200/32
            FORBIDDEN 168.63.129.16/32
            FORBIDDEN 0.0.0.0/8
            LOOPBACK  127.0.0.0/8
            PRIVATE   10.0.0.0/8
            PRIVATE   100.64.0.0/10
            PRIVATE   172.16.0.0/12
            PRIVATE   192.168.0.0/16
            FORBIDDEN 192.0.0.0/24
            FORBIDDEN 192.0.2.0/24
            FORBIDDEN 192.88.99.0/24
            FORBIDDEN 198.18.0.0/15
            FORBIDDEN 198.51.100.0/24
            FORBIDDEN 203.0.113.0/24
            FORBIDDEN 224.0.0.0/4
            FORBIDDEN 240.0.0.0/4
            PUBLIC    0.0.0.0/0
            """);

    private static final List<Block> V6 = blocks("""
            LOOPBACK  ::1/128
            FORBIDDEN fd00:ec2::254/128
            FORBIDDEN fd20:ce::254/128
            PRIVATE   fc00::/7
            FORBIDDEN 2001::/23
            FORBIDDEN 2001:db8::/32
            FORBIDDEN 2002::/16
            FORBIDDEN 3fff::/20
            PUBLIC    2000::/3
            FORBIDDEN ::/0
            """);

    private static final Block NAT64 = block("FORBIDDEN 64:ff9b::/96");
    private static final Block SIX_TO_FOUR = block("FORBIDDEN 2002::/16");

    private AddressBlocks() {}

    /** The kind of that address; one that wraps an IPv4 address is public only where the wrapped one is. */
    static Kind kindOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == V4_BYTES) {
            return find(V4, bytes);
        }
        if (NAT64.network().holds(bytes)) {
            return wrapped(bytes, NAT64_PREFIX);
        }
        return SIX_TO_FOUR.network().holds(bytes) ? wrapped(bytes, SIX_TO_FOUR_PREFIX) : find(V6, bytes);
    }

    private static Kind wrapped(byte[] bytes, int from) {
        Kind inner = find(V4, Arrays.copyOfRange(bytes, from, from + V4_BYTES));
        return inner == Kind.PUBLIC ? Kind.PUBLIC : Kind.FORBIDDEN;
    }

    private static Kind find(List<Block> blocks, byte[] address) {
        for (Block block : blocks) {
            if (block.network().holds(address)) {
                return block.kind();
            }
        }
        return Kind.FORBIDDEN;
    }

    private static List<Block> blocks(String table) {
        return table.lines().map(AddressBlocks::block).toList();
    }

    private static Block block(String line) {
        String[] words = line.strip().split(" +", -1);
        return new Block(Network.of(words[1]), Kind.valueOf(words[0]));
    }
}
