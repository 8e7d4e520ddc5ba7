package io.yumen.hub.names;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the server out of a URI that carries it, and writes it in. Stateless. */
public final class Qualifier {
    private Qualifier() {}

    /** That URI in the form that carries its server. */
    public static String qualify(String server, String uri) {
        return UriForm.of(server).qualify(uri);
    }

    /** The server that the URI carries, with the URI as that server knows it, or null where it carries none of them. */
    public static @Nullable Named read(List<String> servers, String uri) {
        for (String server : servers) {
            String original = UriForm.of(server).original(uri);
            if (original != null) {
                return new Named(server, original, uri);
            }
        }
        return null;
    }

    /** Whether that URI surely carries its server: {@code name:} may just as well be a scheme that others use. */
    public static boolean isSure(Named qualified) {
        String uri = qualified.exposed();
        int original = uri.length() - qualified.original().length();
        return uri.startsWith(UriForm.UI) || (original > 0 && uri.charAt(original - 1) == '+');
    }
}
