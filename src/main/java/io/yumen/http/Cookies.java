package io.yumen.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Cookies of ours: no page reads them, and requests that other sites make do not have them, but for a user who follows a link. */
public final class Cookies {
    private Cookies() {}

    /** The value of the cookie of that name; the first where there is more than one. */
    public static Optional<String> find(Headers headers, String name) {
        return headers.all("Cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    /**
     * The value of {@code Set-Cookie}.
     *
     * @param pair name, equals sign, value
     * @param path where it is sent to
     * @param age how long it is kept; zero removes it
     */
    public static String set(String pair, String path, Duration age) {
        return pair + "; Path=" + path + "; Max-Age=" + age.toSeconds() + "; HttpOnly; SameSite=Lax";
    }
}
