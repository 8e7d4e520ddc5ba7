package io.yumen.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A block of addresses in CIDR notation (RFC 4632, RFC 4291), as in {@code 10.0.0.0/8} or {@code fd00::/8}. */
public final class Network {
    /** Nothing that a name service would be asked about. */
    private static final Pattern LITERAL =
            Pattern.compile("(0|[1-9][0-9]{0,2})([.](0|[1-9][0-9]{0,2})){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final int GROUP_BYTES = 8;

    private final byte[] prefix;
    private final int bits;
    private final String text;

    private Network(byte[] prefix, int bits, String text) {
        this.prefix = prefix;
        this.bits = bits;
        this.text = text;
    }

    /**
     * The block that is written so; an address alone is a block of one.
     *
     * @throws IllegalArgumentException where it is none; the message can be shown
     */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        byte[] address =
                address(slash < 0 ? text : text.substring(0, slash), text).getAddress();
        int most = address.length * Byte.SIZE;
        int bits = slash < 0 ? most : number(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw notOne(text);
        }
        return new Network(address, bits, text);
    }

    /** The address that is written so, without asking anybody; a name is none. */
    public static InetAddress address(String literal) {
        return address(literal, literal);
    }

    /** Whom an address stands for where addresses are counted: itself, or of IPv6 its /64, for whoever has one of it has them all. */
    public static ByteBuffer group(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, GROUP_BYTES) : bytes);
    }

    /** Whether that address is in the block. */
    public boolean holds(InetAddress address) {
        return holds(address.getAddress());
    }

    /** Whether that address is in one of those blocks. */
    public static boolean holds(List<Network> networks, InetAddress address) {
        for (Network network : networks) {
            if (network.holds(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether those bytes of an address are in the block. */
    public boolean holds(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (Arrays.mismatch(address, 0, whole, prefix, 0, whole) >= 0) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        int mask = 0xff << (Byte.SIZE - rest) & 0xff;
        return rest == 0 || (address[whole] & mask) == (prefix[whole] & mask);
    }

    @Override
    public String toString() {
        return text;
    }

    private static InetAddress address(String literal, String whole) {
        try {
            if (LITERAL.matcher(literal).matches()) {
                return InetAddress.ofLiteral(literal);
            }
        } catch (IllegalArgumentException e) {
            // The same as what does not look like one.
        }
        throw notOne(whole);
    }

    private static int number(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    }

    private static IllegalArgumentException notOne(String text) {
        return new IllegalArgumentException("\"" + text + "\" is no block of addresses such as 10.0.0.0/8 or fd00::/8");
    }
}
