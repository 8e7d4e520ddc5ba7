package io.yumen.oauth.discovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a server wants that refused a request: one challenge of {@code WWW-Authenticate} (RFC 9110 section 11.6.1).
 *
 * @param scheme in lower case, such as {@code bearer} or {@code dpop}
 * @param parameters by name in lower case
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    /** The challenge that wants a bound token. */
    public static final String DPOP = "dpop";

    private static final String BEARER = "bearer";
    private static final int MAX_SCOPES = 100;

    public Challenge {
        scheme = scheme.toLowerCase(Locale.ROOT);
        parameters = Map.copyOf(parameters);
    }

    /**
     * The challenges in those values of the header. What is malformed ends its value: what stands before it counts. A challenge
     * that says something twice does not count, since somebody else may read it differently.
     */
    public static List<Challenge> parse(List<String> values) {
        List<Challenge> challenges = new ArrayList<>();
        values.forEach(value -> challenges.addAll(new ChallengeParser(value).all()));
        return List.copyOf(challenges);
    }

    /** The one that OAuth can meet: a bound token before a bearer token; empty where there is none. */
    public static Optional<Challenge> usable(List<Challenge> challenges) {
        return ofScheme(challenges, DPOP).or(() -> ofScheme(challenges, BEARER));
    }

    private static Optional<Challenge> ofScheme(List<Challenge> challenges, String scheme) {
        return challenges.stream()
                .filter(challenge -> challenge.scheme.equals(scheme))
                .findFirst();
    }

    /** Where the server's metadata is, if it says so. */
    public Optional<String> resourceMetadata() {
        return Optional.ofNullable(parameters.get("resource_metadata"));
    }

    /** Why it refused; empty where it did not say. */
    public String error() {
        return parameters.getOrDefault("error", "");
    }

    /** The scopes that the request needs, as far as they are well-formed; empty where it did not say. */
    public Set<String> scopes() {
        return scopes(parameters.getOrDefault("scope", ""));
    }

    /** The scopes in a list that spaces part; those that are none (RFC 6749 section 3.3) are left out. */
    public static Set<String> scopes(String text) {
        Set<String> scopes = new LinkedHashSet<>();
        Arrays.stream(text.split(" ", MAX_SCOPES + 1))
                .limit(MAX_SCOPES)
                .filter(Challenge::isScope)
                .forEach(scopes::add);
        return scopes;
    }

    /** Whether a text can be a scope. */
    public static boolean isScope(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7e && c != '"' && c != '\\');
    }
}
