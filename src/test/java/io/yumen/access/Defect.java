package io.yumen.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One way in which a credential is not good.
 *
 * @param name what is wrong
 * @param headers what is shown at a door
 * @param query what is added to the query of the target, or empty
 */
record Defect(String name, Function<Door, List<String>> headers, String query) {
    private static final String UNSIGNED =
            part("{\"alg\":\"none\"}") + "." + part("{\"sub\":\"admin\",\"roles\":[\"admin\"]}") + ".";

    /** More than the headers of one request may be. */
    private static final int TOO_LARGE = 17 << 10;

    /** Keys that were good once, or are good elsewhere or for something else. */
    record Keys(String good, String expired, String revoked, String foreign) {}

    /** A password of a user who may come in; the user {@code old} with the same one may not. */
    static final String PASSWORD = "correct horse battery";

    static Stream<Defect> all(Keys keys) {
        return Stream.of(none(), wrong(keys), doubled(keys), tokens()).flatMap(defects -> defects);
    }

    private static Stream<Defect> none() {
        return Stream.of(
                shows("nothing"),
                shows("an empty header", "Authorization: "),
                shows("a scheme alone", "Authorization: Bearer"),
                shows("a scheme that nobody knows", "Authorization: Digest username=\"admin\""),
                shows("a cookie", "Cookie: session=admin"),
                shows(
                        "a header that proxies set",
                        "X-Forwarded-User: admin",
                        "X-Remote-User: admin",
                        "X-Auth-Roles: admin"));
    }

    private static Stream<Defect> wrong(Keys keys) {
        String good = keys.good();
        return Stream.of(
                bearer("a key that has expired", keys.expired()),
                bearer("a key that was taken back", keys.revoked()),
                bearer("a key of another gateway", keys.foreign()),
                bearer(
                        "a key with another end",
                        good.substring(0, good.length() - 1) + (good.endsWith("a") ? "b" : "a")),
                bearer("a key with more to it", good + "a"),
                bearer("the id of a key alone", good.substring(0, 16)),
                bearer("the beginning of keys alone", "ymk_"),
                bearer("a key in capitals", good.toUpperCase(Locale.ROOT)),
                shows("a key in X-API-Key that was taken back", "X-API-Key: " + keys.revoked()),
                shows("a good key in a header with underscores", "X_API_Key: " + good),
                new Defect("a good key in the query", door -> List.of(), "access_token=" + good),
                new Defect("a good key in the query under another name", door -> List.of(), "api_key=" + good),
                bearer("another's token of the operator", "ymo_" + "a".repeat(43)));
    }

    private static Stream<Defect> doubled(Keys keys) {
        String good = "Authorization: Bearer " + keys.good();
        return Stream.of(
                shows("a good key twice", good, good),
                shows("a good key and a bad one", good, "Authorization: Bearer " + keys.revoked()),
                shows("a good key in two headers", good, "X-API-Key: " + keys.good()),
                shows("a good key and headers of 17 KiB", good, "X-Padding: " + "a".repeat(TOO_LARGE)),
                shows("a good key and a password", good, "Authorization: " + basic("admin:admin")),
                shows("two good keys in one header", good + ", Bearer " + keys.good()));
    }

    private static Stream<Defect> tokens() {
        return Stream.of(
                bearer("a random token", "8f14e45fceea167a5a36dedd4bea2543"),
                bearer("a token that looks like another gateway's key", "sk-proj-abcdefghijklmnopqrstuvwxyz"),
                bearer("an unsigned JWT", UNSIGNED),
                bearer("a JWT with a signature of nobody", UNSIGNED + part("signature")),
                bearer("a token of 12 KiB", "a".repeat(12 << 10)),
                bearer("a token of 17 KiB", "a".repeat(TOO_LARGE)),
                shows("a token with a space", "Authorization: Bearer a b"),
                shows("a token in quotes", "Authorization: Bearer \"token\""),
                shows(
                        "an unsigned JWT with an unsigned proof",
                        "Authorization: DPoP " + UNSIGNED,
                        "DPoP: " + UNSIGNED));
    }

    /** Whether it is looked at at all. */
    boolean isRead() {
        return !name.contains(" 17 KiB");
    }

    /** One that is shown as a bearer token. */
    static Defect bearer(String name, String token) {
        return shows(name, "Authorization: Bearer " + token);
    }

    /** One that is shown in those headers at every door. */
    static Defect shows(String name, String... headers) {
        return new Defect(name, door -> List.of(headers), "");
    }

    static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
