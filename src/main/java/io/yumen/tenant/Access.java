package io.yumen.tenant;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who came in, how that was proven, and what came with the proof. Made for each request anew, for what a credential grants
 * may change while a session lasts. What belongs to somebody (sessions, tasks, connections) hangs on the {@link #principal}
 * alone; what may be seen and done is decided on all of it.
 *
 * @param principal who the client acts for
 * @param proof how that was shown
 * @param credential tells the credential from others of the principal, as in the id of a key; never the secret. Empty where
 *     there is none
 * @param grant what the credential gives
 * @param way how the request came
 * @param term how long it holds
 */
public record Access(Principal principal, Proof proof, String credential, Grant grant, Way way, Term term) {
    private static final Grant NOTHING =
            new Grant("", Set.of(), Scopes.ALL, JsonNodeFactory.instance.objectNode(), null);
    private static final Way OWN = new Way("", "", "");
    private static final Term ENDLESS = new Term(null, 0);

    /** Whoever calls a gateway that has nothing to authenticate with, and the gateway itself towards servers. */
    public static final Access LOCAL = plain(Principal.LOCAL, Proof.NONE).withRoles(Set.of(Roles.ADMIN));

    /** An access with no more to it than a principal. */
    public static Access plain(Principal principal, Proof proof) {
        return new Access(principal, proof, "", NOTHING, OWN, ENDLESS);
    }

    /** The OAuth client that acts, or empty. */
    public String client() {
        return grant.client;
    }

    /** The roles that the principal has by this credential. */
    public Set<String> roles() {
        return grant.roles;
    }

    /** What the credential is good for. */
    public Scopes scopes() {
        return grant.scopes;
    }

    /** What the provider says of the principal; not to be changed. */
    public ObjectNode claims() {
        return grant.claims;
    }

    /** The token of a provider by which it was granted, or null; never sent to anybody but its issuer. */
    public @Nullable CallerToken token() {
        return grant.token;
    }

    /** The wire that the request came by, as in {@code http} or {@code stdio}; empty where it is Yumen's own. */
    public String transport() {
        return way.transport;
    }

    /** The view whose endpoint it is for; empty where it is another one. */
    public String view() {
        return way.view;
    }

    /** The address that the request came from, or empty where it came by a pipe. */
    public String address() {
        return way.address;
    }

    /** From when on the credential lets nobody in any more, or null where it does not end by itself. */
    public @Nullable Instant expires() {
        return term.expires;
    }

    /** How many credentials had been taken back when this was granted, for whoever has to see whether one was since. */
    public long takenBack() {
        return term.takenBack;
    }

    /** The same, by that credential. */
    public Access withCredential(String id) {
        return new Access(principal, proof, id, grant, way, term);
    }

    /** The same, with those roles. */
    public Access withRoles(Set<String> granted) {
        return with(new Grant(grant.client, granted, grant.scopes, grant.claims, grant.token));
    }

    /** The same, good for those scopes. */
    public Access withScopes(Scopes granted) {
        return with(new Grant(grant.client, grant.roles, granted, grant.claims, grant.token));
    }

    /** The same, for that OAuth client, with what the provider says. */
    public Access withClaims(String actingClient, ObjectNode said) {
        return with(new Grant(actingClient, grant.roles, grant.scopes, said, grant.token));
    }

    /** The same, granted by that token. */
    public Access withToken(CallerToken shown) {
        return with(new Grant(grant.client, grant.roles, grant.scopes, grant.claims, shown));
    }

    /** The same, by that wire. */
    public Access by(String wire) {
        return with(new Way(wire, way.view, way.address));
    }

    /** The same, at the endpoint of that view; empty for another one. */
    public Access at(String viewed) {
        return with(new Way(way.transport, viewed, way.address));
    }

    /** The same, from that address. */
    public Access from(String remote) {
        return with(new Way(way.transport, way.view, remote));
    }

    /** The same, until that time. */
    public Access until(@Nullable Instant end) {
        return with(new Term(end, term.takenBack));
    }

    /** The same, granted after that many credentials had been taken back. */
    public Access after(long count) {
        return with(new Term(term.expires, count));
    }

    private Access with(Grant given) {
        return new Access(principal, proof, credential, given, way, term);
    }

    private Access with(Way come) {
        return new Access(principal, proof, credential, grant, come, term);
    }

    private Access with(Term lasting) {
        return new Access(principal, proof, credential, grant, way, lasting);
    }

    /** What a credential gives; each as {@link Access} says of it. */
    public record Grant(
            String client,
            Set<String> roles,
            Scopes scopes,
            ObjectNode claims,
            @Nullable CallerToken token) {
        public Grant {
            roles = Set.copyOf(roles);
        }
    }

    /** How a request came; each as {@link Access} says of it. */
    public record Way(String transport, String view, String address) {}

    /** How long an access holds; each as {@link Access} says of it. */
    public record Term(@Nullable Instant expires, long takenBack) {}

    /** How somebody showed who he is. */
    public enum Proof {
        /** Not at all: the configuration allows it. */
        NONE,
        /** With a key of ours. */
        KEY,
        /** With name and password. */
        PASSWORD,
        /** With a signed token of a provider (RFC 9068). */
        JWT,
        /** With a token that its provider was asked about (RFC 7662). */
        INTROSPECTION,
        /** With a token of our own authorization server. */
        TOKEN,
        /** With a certificate of the connection (mutual TLS). */
        CERTIFICATE;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** How records and rules call it. */
        public String word() {
            return word;
        }
    }
}
