package io.yumen.auth.server;

import io.yumen.auth.ResourceNames;
import io.yumen.http.WebForm;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a client asks a user for (RFC 6749 section 4.1.1, RFC 7636, RFC 8707), checked.
 *
 * @param client who asks
 * @param redirect where the browser goes then
 * @param state what it brings along; empty for nothing
 * @param challenge of the verifier that redeems the code (S256)
 * @param resource what the token shall be for
 * @param scopes what it shall be good for
 */
record AuthorizationRequest(
        Client client, String redirect, String state, String challenge, String resource, Set<String> scopes) {
    private static final List<String> PARAMETERS = List.of(
            "response_type",
            "client_id",
            "redirect_uri",
            "state",
            "code_challenge",
            "code_challenge_method",
            "resource",
            "scope",
            "response_mode",
            "prompt");
    private static final int LONGEST_STATE = 2_048;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** Asked for by clients that want to refresh, which all may. */
    private static final String OFFLINE = "offline_access";

    AuthorizationRequest {
        scopes = Set.copyOf(scopes);
    }

    /**
     * Reads one whose client and redirect are known to be good.
     *
     * @throws RefusedException where it cannot be granted; the client is told
     */
    static AuthorizationRequest read(WebForm form, Client client, ResourceNames names, Set<String> offered) {
        requireForm(form);
        if (!form.one("code_challenge_method").equals("S256")
                || !CHALLENGE.matcher(form.one("code_challenge")).matches()) {
            throw RefusedException.request("A code_challenge with the method S256 is needed (RFC 7636)");
        }
        String mode = form.one("response_mode");
        if (!mode.isEmpty() && !mode.equals("query")) {
            throw RefusedException.request("The response_mode is query");
        }
        if (form.one("prompt").equals("none")) {
            throw new RefusedException("interaction_required", "Users are asked each time");
        }
        return new AuthorizationRequest(
                client,
                form.one("redirect_uri"),
                state(form),
                form.one("code_challenge"),
                resource(form.one("resource"), names),
                scopes(form.one("scope"), offered));
    }

    private static void requireForm(WebForm form) {
        if (form.repeats(PARAMETERS)) {
            throw RefusedException.request("A parameter stands there more than once");
        }
        if (!form.one("request").isEmpty() || !form.one("request_uri").isEmpty()) {
            throw new RefusedException("request_not_supported", "Requests come as parameters");
        }
        if (!form.one("response_type").equals("code")) {
            throw new RefusedException("unsupported_response_type", "The response_type is code");
        }
    }

    /** What goes back whatever becomes of the request. */
    static String state(WebForm form) {
        String state = form.one("state");
        return state.length() > LONGEST_STATE ? "" : state;
    }

    /** @throws RefusedException where nothing of ours is called so */
    static String resource(String asked, ResourceNames names) {
        if (asked.isEmpty()) {
            return names.at("/mcp");
        }
        String bare = asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
        boolean isOurs = bare.equals(names.base())
                || (bare.startsWith(names.base() + "/")
                        && names.at(bare.substring(names.base().length())).equals(bare));
        if (!isOurs) {
            throw new RefusedException("invalid_target", "Tokens are issued for this gateway alone");
        }
        return bare;
    }

    private static Set<String> scopes(String asked, Collection<String> offered) {
        Set<String> scopes = new TreeSet<>(List.of(asked.split(" ")));
        scopes.remove("");
        scopes.remove(OFFLINE);
        if (!offered.containsAll(scopes)) {
            throw new RefusedException(
                    "invalid_scope", "The scopes here are " + String.join(" ", new TreeSet<>(offered)));
        }
        return scopes.isEmpty() ? new TreeSet<>(offered) : scopes;
    }
}
