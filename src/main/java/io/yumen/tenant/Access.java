package io.yumen.tenant;

import java.time.Instant;
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
 * @param client the OAuth client that acts, or empty
 * @param roles the roles that the principal has by this credential
 * @param scopes what the credential is good for
 * @param claims what the provider says of the principal; not to be changed
 * @param transport the wire that the request came by, as in {@code http} or {@code stdio}; empty where it is Yumen's own
 * @param view the view whose endpoint it is for; empty where it is another one
 * @param address the address that the request came from, or empty where it came by a pipe
 * @param expires from when on the credential lets nobody in any more, or null where it does not end by itself
 * @param takenBack how many credentials had been taken back when this was granted, for whoever has to see whether one was since
 * @param token the token of a provider by which it was granted, or null; never sent to anybody but its issuer
 */
public record Access(
        Principal principal,
        Proof proof,
        String credential,
        String client,
        Set<String> roles,
        Scopes scopes,
        ObjectNode claims,
        String transport,
        String view,
        String address,
        @Nullable Instant expires,
        long takenBack,
        @Nullable CallerToken token) {
    private static final ObjectNode NO_CLAIMS = JsonNodeFactory.instance.objectNode();

    /** Whoever calls a gateway that has nothing to authenticate with, and the gateway itself towards servers. */
    public static final Access LOCAL = plain(Principal.LOCAL, Proof.NONE).withRoles(Set.of(Roles.ADMIN));

    public Access {
        roles = Set.copyOf(roles);
    }

    /** An access with no more to it than a principal. */
    public static Access plain(Principal principal, Proof proof) {
        return new Access(principal, proof, "", "", Set.of(), Scopes.ALL, NO_CLAIMS, "", "", "", null, 0, null);
    }

    /** The same, by that credential. */
    public Access withCredential(String id) {
        return new Access(
                principal, proof, id, client, roles, scopes, claims, transport, view, address, expires, takenBack,
                token);
    }

    /** The same, with those roles. */
    public Access withRoles(Set<String> granted) {
        return new Access(
                principal,
                proof,
                credential,
                client,
                granted,
                scopes,
                claims,
                transport,
                view,
                address,
                expires,
                takenBack,
                token);
    }

    /** The same, good for those scopes. */
    public Access withScopes(Scopes granted) {
        return new Access(
                principal,
                proof,
                credential,
                client,
                roles,
                granted,
                claims,
                transport,
                view,
                address,
                expires,
                takenBack,
                token);
    }

    /** The same, for that OAuth client, with what the provider says. */
    public Access withClaims(String actingClient, ObjectNode said) {
        return new Access(
                principal,
                proof,
                credential,
                actingClient,
                roles,
                scopes,
                said,
                transport,
                view,
                address,
                expires,
                takenBack,
                token);
    }

    /** The same, by that wire. */
    public Access by(String wire) {
        return new Access(
                principal,
                proof,
                credential,
                client,
                roles,
                scopes,
                claims,
                wire,
                view,
                address,
                expires,
                takenBack,
                token);
    }

    /** The same, at the endpoint of that view; empty for another one. */
    public Access at(String viewed) {
        return new Access(
                principal,
                proof,
                credential,
                client,
                roles,
                scopes,
                claims,
                transport,
                viewed,
                address,
                expires,
                takenBack,
                token);
    }

    /** The same, from that address. */
    public Access from(String remote) {
        return new Access(
                principal,
                proof,
                credential,
                client,
                roles,
                scopes,
                claims,
                transport,
                view,
                remote,
                expires,
                takenBack,
                token);
    }

    /** The same, until that time. */
    public Access until(@Nullable Instant end) {
        return new Access(
                principal,
                proof,
                credential,
                client,
                roles,
                scopes,
                claims,
                transport,
                view,
                address,
                end,
                takenBack,
                token);
    }

    /** The same, granted after that many credentials had been taken back. */
    public Access after(long count) {
        return new Access(
                principal,
                proof,
                credential,
                client,
                roles,
                scopes,
                claims,
                transport,
                view,
                address,
                expires,
                count,
                token);
    }

    /** The same, granted by that token. */
    public Access withToken(CallerToken shown) {
        return new Access(
                principal,
                proof,
                credential,
                client,
                roles,
                scopes,
                claims,
                transport,
                view,
                address,
                expires,
                takenBack,
                shown);
    }

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
        CERTIFICATE
    }
}
