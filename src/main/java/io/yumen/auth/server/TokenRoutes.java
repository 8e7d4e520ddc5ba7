package io.yumen.auth.server;

import io.yumen.audit.Outcome;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.users.User;
import io.yumen.auth.users.Users;
import io.yumen.http.Headers;
import io.yumen.http.WebForm;
import io.yumen.http.server.HttpRequest;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What clients ask without a browser: tokens (RFC 6749 section 3.2), their end (RFC 7009), and to be one (RFC 7591). */
final class TokenRoutes {
    static final String TOKEN = "/token";
    static final String REVOKE = "/revoke";
    static final String REGISTER = "/register";
    static final String KEYS = "/oauth/keys";
    static final String METADATA = "/.well-known/oauth-authorization-server";

    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final List<String> PARAMETERS = List.of(
            "grant_type",
            "code",
            "redirect_uri",
            "client_id",
            "code_verifier",
            "resource",
            "refresh_token",
            "scope",
            "token");

    private final ServerConfig config;
    private final Desk desk;
    private final ResourceNames names;
    private final Ledger ledger;

    /** What it works with. */
    record Desk(Clients clients, Codes codes, Grants grants, Users users, Browsers browsers, AccessTokens tokens) {}

    TokenRoutes(ServerConfig config, Desk desk, ResourceNames names, Ledger ledger) {
        this.config = config;
        this.desk = desk;
        this.names = names;
        this.ledger = ledger;
    }

    /** A code or a refresh token comes, tokens go. */
    Answer token(HttpRequest request) {
        try {
            WebForm form = form(request);
            Grant grant = switch (form.one("grant_type")) {
                case "authorization_code" ->
                    desk.codes()
                            .redeem(new Codes.Shown(
                                    form.one("code"),
                                    client(form),
                                    form.one("redirect_uri"),
                                    form.one("code_verifier"),
                                    resource(form)));
                case "refresh_token" -> refreshed(form);
                default ->
                    throw new RefusedException(
                            "unsupported_grant_type", "The grant types are authorization_code and refresh_token");
            };
            User user = user(grant);
            boolean isFirst = form.one("grant_type").equals("authorization_code");
            ledger.client(request, isFirst ? Ledger.Deed.TOKEN : Ledger.Deed.REFRESH, grant, Outcome.Word.OK);
            return Answer.json(
                    Answer.OK, desk.tokens().answer(grant, user, desk.grants().token(grant)));
        } catch (RefusedException e) {
            e.ended().ifPresent(grant -> ledger.client(request, Ledger.Deed.REUSE, grant, Outcome.Word.DENIED));
            return Answer.refusal(e);
        }
    }

    /**
     * A refresh token or an access token is given back, and with it all that hangs on the same grant, at once. What is no token of ours
     * is none any more.
     */
    Answer revoke(HttpRequest request) {
        try {
            WebForm form = form(request);
            String client = client(form);
            given(form.one("token"))
                    .filter(grant -> grant.client().equals(client))
                    .ifPresentOrElse(
                            grant -> end(request, grant),
                            () -> ledger.anybody(request, Ledger.Deed.REVOKE, client, Outcome.Word.FAILED));
            return new Answer(Answer.OK, Headers.of("Cache-Control", "no-store"), new byte[0]);
        } catch (RefusedException e) {
            return Answer.refusal(e);
        }
    }

    /** A program wants to be a client. */
    Answer register(HttpRequest request) {
        try {
            if (!config.ways().contains(ServerConfig.Way.REGISTRATION)) {
                throw new RefusedException("access_denied", "Clients cannot register here");
            }
            Client client = desk.clients().register(CODEC.read(request.body()));
            ledger.anybody(request, Ledger.Deed.REGISTER, client.id(), Outcome.Word.OK);
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.put("client_id", client.id());
            answer.put("client_id_issued_at", InstantSource.system().instant().getEpochSecond());
            answer.put("client_name", client.name());
            client.redirects().forEach(answer.putArray("redirect_uris")::add);
            answer.putArray("grant_types").add("authorization_code").add("refresh_token");
            answer.putArray("response_types").add("code");
            return Answer.json(Answer.CREATED, answer.put("token_endpoint_auth_method", "none"));
        } catch (RpcException e) {
            return Answer.refusal(new RefusedException("invalid_client_metadata", "The metadata are no JSON object"));
        } catch (RefusedException e) {
            return Answer.refusal(e);
        }
    }

    /** What this server is (RFC 8414). */
    ObjectNode metadata() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("issuer", config.issuer());
        document.put("authorization_endpoint", config.issuer() + AuthorizePages.PATH);
        document.put("token_endpoint", config.issuer() + TOKEN);
        document.put("revocation_endpoint", config.issuer() + REVOKE);
        document.put("jwks_uri", config.issuer() + KEYS);
        if (config.ways().contains(ServerConfig.Way.REGISTRATION)) {
            document.put("registration_endpoint", config.issuer() + REGISTER);
        }
        document.putArray("response_types_supported").add("code");
        document.putArray("response_modes_supported").add("query");
        document.putArray("grant_types_supported").add("authorization_code").add("refresh_token");
        document.putArray("token_endpoint_auth_methods_supported").add("none");
        document.putArray("revocation_endpoint_auth_methods_supported").add("none");
        document.putArray("code_challenge_methods_supported").add("S256");
        new TreeSet<>(config.scopes()).forEach(document.putArray("scopes_supported")::add);
        document.put("authorization_response_iss_parameter_supported", true);
        return document.put(
                "client_id_metadata_document_supported", config.ways().contains(ServerConfig.Way.DOCUMENT));
    }

    /** Whose grant that is, which was begun or refreshed just now; it is over where he or the client is not let in any more. */
    private User user(Grant grant) {
        Optional<User> user = desk.users()
                .find(grant.user())
                .filter(found -> !grant.created().isBefore(found.created()))
                .filter(desk.browsers()::mayStay)
                .filter(found -> !desk.clients().isLocked(grant.client()));
        if (user.isEmpty()) {
            desk.grants().end(grant.id());
        }
        return user.orElseThrow(() -> RefusedException.grant("The user or the client is not let in any more"));
    }

    /** The hint at what kind of token it is decides nothing (RFC 7009 section 2.1): each kind is told by its form. */
    private Optional<Grant> given(String token) {
        return desk.grants()
                .ofToken(token)
                .or(() -> desk.tokens().grantOf(token).flatMap(desk.grants()::find));
    }

    private void end(HttpRequest request, Grant grant) {
        desk.grants().end(grant.id());
        ledger.client(request, Ledger.Deed.REVOKE, grant, Outcome.Word.OK);
    }

    private Grant refreshed(WebForm form) {
        String token = form.one("refresh_token");
        String client = client(form);
        String resource = resource(form);
        desk.grants()
                .ofToken(token)
                .filter(grant -> !resource.isEmpty() && !resource.equals(grant.resource()))
                .ifPresent(grant -> {
                    throw new RefusedException("invalid_target", "What was allowed is for another resource");
                });
        return desk.grants().refresh(token, client);
    }

    private String resource(WebForm form) {
        String asked = form.one("resource");
        return asked.isEmpty() ? "" : AuthorizationRequest.resource(asked, names);
    }

    /** Clients have no secrets; who shows one is not who he thinks. */
    private static WebForm form(HttpRequest request) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            throw RefusedException.request("What is asked comes as a form");
        }
        WebForm form = WebForm.read(request.body());
        if (form.repeats(PARAMETERS)) {
            throw RefusedException.request("A parameter stands there more than once");
        }
        if (request.header("Authorization").isPresent()
                || !form.one("client_secret").isEmpty()) {
            throw new RefusedException("invalid_client", "Clients have no secrets here");
        }
        return form;
    }

    private static String client(WebForm form) {
        String client = form.one("client_id");
        if (client.isEmpty()) {
            throw new RefusedException("invalid_client", "The client_id is missing");
        }
        return client;
    }
}
