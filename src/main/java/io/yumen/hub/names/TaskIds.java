package io.yumen.hub.names;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Task ids that say which server has the task: {@code server.id}, the server's name in letters, digits, {@code _},
 * {@code -} and {@code %XX}. No table is needed to route them, so that any node can.
 */
public final class TaskIds {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private TaskIds() {}

    /** The id for clients. */
    public static String expose(String server, String id) {
        StringBuilder exposed = new StringBuilder(server.length() + id.length() + 1);
        for (byte b : server.getBytes(StandardCharsets.UTF_8)) {
            if (NameTable.isPlain(b)) {
                exposed.append((char) b);
            } else {
                exposed.append('%').append(HEX.toHexDigits(b));
            }
        }
        return exposed.append('.').append(id).toString();
    }

    /** The server and its own id, or null for an id that no server of ours gave out. */
    public static @Nullable Named read(String exposed) {
        int dot = exposed.indexOf('.');
        if (dot <= 0) {
            return null;
        }
        try {
            String server = URLDecoder.decode(exposed.substring(0, dot), StandardCharsets.UTF_8);
            return new Named(server, exposed.substring(dot + 1), exposed);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
