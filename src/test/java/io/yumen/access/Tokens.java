package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.jwt.Mint;
import io.yumen.protocol.JsonCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Tokens of two providers, good and not: one whose tokens the gateway verifies alone, and one that it asks about each. */
final class Tokens implements AutoCloseable {
    private static final String AUDIENCE = "https://gateway.example/mcp";
    private static final long MINUTES = 60;

    /** Longer than all of it takes on a machine that is busy. */
    private static final long LONG = 60 * MINUTES;

    private final Mint mint = new Mint();
    private final Mint asked = new Mint();
    private final Mint.Holder holder = new Mint.Holder();
    private final String bound;

    /** The id of a proof that the gateway has seen. */
    private String used = "";

    private URI gateway = URI.create(AUDIENCE);

    Tokens() throws IOException {
        asked.rotate();
        bound = mint.token(holder.binds(claims()));
    }

    /** What a gateway is told that takes them. */
    String access() {
        return """
                {"passwords": true, "oidc": {
                  "acme": {"issuer": "%s", "audience": ["%s"], "scopes": ["mcp"], "roles": "roles", "tenant": "local"},
                  "asked": {"issuer": "%s", "audience": ["%s"], "scopes": ["mcp"], "roles": "roles", "tenant": "local",
                            "introspection": {"clientId": "gateway", "clientSecret": "a secret%%"}}}}""".formatted(mint.issuer(), AUDIENCE, asked.issuer(), AUDIENCE);
    }

    /** Where they are shown, and a proof has been shown just now. */
    void useAt(URI endpoint) throws IOException {
        gateway = endpoint;
        used = "used-" + System.nanoTime();
        String place = gateway.resolve("/health").toString();
        ObjectNode claims = holder.claims("GET", place, bound).put("jti", used);
        RawHttp.send(
                gateway, "GET /health", List.of("Authorization: DPoP " + bound, "DPoP: " + holder.proof(claims)), "");
    }

    String good() {
        return mint.token(claims());
    }

    /** A good one that is bound to a key, with a proof each time. */
    Defect proven() {
        return proof("a token that is bound to a key, with a proof", (door, claims) -> holder.proof(claims));
    }

    /** What is good, each of another kind; every defect is one of these but for one thing. */
    Stream<Defect> goods() {
        return Stream.of(
                Defect.bearer("a token", good()),
                typed("a token that says only that it is a JWT", "JWT", claims -> claims),
                proven(),
                Defect.bearer("a token whose provider is asked", asked.token(asked())),
                Defect.bearer("a token of which nothing can be read", asked.opaque("opaque-of-ann", asked())));
    }

    Stream<Defect> defects() {
        return Stream.of(times(), audiences(), issuers(), signatures(), headers(), uses(), askedAbout(), proofs())
                .flatMap(defects -> defects);
    }

    private Stream<Defect> times() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                claims("a token that has expired", claims -> claims.put("exp", now - 2 * MINUTES)),
                claims("a token without an end", claims -> without(claims, "exp")),
                claims("a token whose end is a text", claims -> claims.put("exp", "tomorrow")),
                claims("a token that is not good yet", claims -> claims.put("nbf", now + LONG)),
                claims("a token from the future", claims -> claims.put("iat", now + LONG)),
                claims("a token that does not say when it was issued", claims -> without(claims, "iat")));
    }

    private Stream<Defect> audiences() {
        return Stream.of(
                claims("a token for another", claims -> claims.put("aud", "https://other.example/mcp")),
                claims("a token for a sibling path", claims -> claims.put("aud", AUDIENCE + "/other")),
                claims("a token for the path above", claims -> claims.put("aud", "https://gateway.example")),
                claims("a token for the same with a slash", claims -> claims.put("aud", AUDIENCE + "/")),
                claims("a token for nobody", claims -> without(claims, "aud")),
                claims("a token for us and another", claims -> {
                    claims.putArray("aud").add(AUDIENCE).add("https://other.example/mcp");
                    return claims;
                }));
    }

    private Stream<Defect> issuers() {
        return Stream.of(
                claims("a token of another issuer", claims -> claims.put("iss", "https://evil.example")),
                claims("a token of the issuer with a slash", claims -> claims.put("iss", mint.issuer() + "/")),
                claims("a token without an issuer", claims -> without(claims, "iss")),
                Defect.bearer("a token of one provider in the name of the other", asked.token(claims())),
                claims("a token without a user", claims -> without(claims, "sub")));
    }

    private Stream<Defect> signatures() {
        String good = good();
        String[] parts = good.split("\\.", 3);
        String swapped = part(claims().put("sub", "admin"));
        return Stream.of(
                Defect.bearer("a token without its signature", parts[0] + "." + parts[1] + "."),
                Defect.bearer("a token with claims that were changed", parts[0] + "." + swapped + "." + parts[2]),
                Defect.bearer("a token with alg none", mint.token(mint.header().put("alg", "none"), claims())),
                Defect.bearer(
                        "a token with alg None and no signature",
                        part(mint.header().put("alg", "None")) + "." + parts[1] + "."),
                Defect.bearer("a token signed with the public key as a secret", mint.confused(claims())),
                Defect.bearer("a token of a key that nobody published", mint.foreign(mint.header(), claims())),
                Defect.bearer("a token with a claim twice", doubled()),
                Defect.bearer("a token in five parts", parts[0] + ".a.b." + parts[1] + "." + parts[2]),
                Defect.bearer("a token as it is written with padding", good + "="));
    }

    /** Two subjects, signed. */
    private String doubled() {
        return mint.signed(mint.header(), JsonCodec.text(claims()).replaceFirst("\\{", "{\"sub\":\"admin\","));
    }

    private Stream<Defect> headers() {
        return Stream.of(
                header("a token of an unknown key", header -> header.put("kid", "unknown")),
                header("a token whose key is a path", header -> header.put("kid", "../../../../dev/null")),
                header("a token whose key is a query", header -> header.put("kid", "' UNION SELECT 'a")),
                header("a token that brings a key along", this::bringing),
                header("a token that says where a key is", header -> header.put("jku", "http://127.0.0.1:9/keys")),
                header("a token that says where a certificate is", header -> header.put("x5u", "http://127.0.0.1:9/")),
                Defect.bearer(
                        "a token that brings along the key that it is signed with",
                        mint.foreign(bringing(mint.header()), claims())),
                header("a token with something critical", header -> {
                    header.putArray("crit").add("exp");
                    return header;
                }));
    }

    private ObjectNode bringing(ObjectNode header) {
        header.set("jwk", mint.foreignKey());
        return header;
    }

    private Stream<Defect> uses() {
        return Stream.of(
                typed("an ID token", "JWT", claims -> claims.put("nonce", "n")),
                typed("an ID token that says so", "JWT", claims -> claims.put("typ", "ID")),
                typed("a refresh token", "JWT", claims -> claims.put("typ", "Refresh")),
                typed("a logout token", "logout+jwt", claims -> claims),
                typed("a proof as a token", "dpop+jwt", claims -> claims),
                claims("a token without the scope", claims -> claims.put("scope", "openid")),
                claims("a token with scopes like it", claims -> claims.put("scope", "mcp:read MCP mcpx")),
                Defect.shows(
                        "a good token twice", "Authorization: Bearer " + good(), "Authorization: Bearer " + good()),
                Defect.shows("a good token as a key", "X-API-Key: " + good()),
                new Defect("a good token in the query", door -> List.of(), "access_token=" + good()));
    }

    private Stream<Defect> askedAbout() {
        String back = asked.token(asked());
        asked.takeBack(back);
        String disabled = asked.opaque("opaque-of-a-disabled-user", asked());
        asked.takeBack(disabled);
        return Stream.of(
                Defect.bearer("a token that its provider took back", back),
                Defect.bearer("a token of a user whom its provider disabled", disabled),
                Defect.bearer("a token that its provider does not know", "opaque-of-nobody"),
                Defect.bearer(
                        "a token for another, says its provider",
                        asked.opaque("opaque-of-another", asked().put("aud", "x"))));
    }

    private Stream<Defect> proofs() {
        long now = Instant.now().getEpochSecond();
        Mint.Holder other = new Mint.Holder();
        return Stream.of(
                Defect.bearer("a bound token without its proof", bound),
                claims("a token that is bound to a certificate", claims -> {
                    claims.putObject("cnf").put("x5t#S256", "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0");
                    return claims;
                }),
                Defect.shows("a bound token with an empty proof", "Authorization: DPoP " + bound, "DPoP: "),
                proof("a proof of another key", (door, claims) -> other.proof(claims)),
                proof("a proof for another method", (door, claims) -> holder.proof(claims.put("htm", "TRACE"))),
                proof("a proof for another place", (door, claims) -> holder.proof(claims.put("htu", url(door) + "/"))),
                proof("a proof for another token", (door, claims) -> holder.proof(claims.put("ath", "x"))),
                proof("an old proof", (door, claims) -> holder.proof(claims.put("iat", now - 5 * MINUTES))),
                proof("a proof from the future", (door, claims) -> holder.proof(claims.put("iat", now + LONG))),
                proof("a proof with an id that was used", (door, claims) -> holder.proof(claims.put("jti", used))),
                new Defect("two proofs", door -> shown(door, claims -> holder.proof(claims), 2), ""),
                new Defect("a good token and a proof", this::unbound, ""));
    }

    private List<String> unbound(Door door) {
        String token = good();
        return List.of(
                "Authorization: DPoP " + token,
                "DPoP: " + holder.proof(holder.claims(door.method(), url(door), token)));
    }

    private Defect proof(String name, BiFunction<Door, ObjectNode, String> proof) {
        return new Defect(name, door -> shown(door, claims -> proof.apply(door, claims), 1), "");
    }

    private List<String> shown(Door door, Function<ObjectNode, String> proof, int times) {
        Stream<String> proofs = Stream.generate(
                        () -> "DPoP: " + proof.apply(holder.claims(door.method(), url(door), bound)))
                .limit(times);
        return Stream.concat(Stream.of("Authorization: DPoP " + bound), proofs).toList();
    }

    private String url(Door door) {
        return gateway.resolve(door.path()).toString();
    }

    private Defect claims(String name, UnaryOperator<ObjectNode> change) {
        return Defect.bearer(name, mint.token(changed(claims(), change)));
    }

    /** Signed by whom it says; the header alone is not that of a good one. */
    private Defect header(String name, UnaryOperator<ObjectNode> change) {
        return Defect.bearer(name, mint.token(changed(mint.header(), change), claims()));
    }

    /** The same with that change, which is of one member at most: else nobody knew what it was that was refused. */
    private static ObjectNode changed(ObjectNode good, UnaryOperator<ObjectNode> change) {
        ObjectNode changed = change.apply(good.deepCopy());
        Set<String> names = new HashSet<>(good.propertyNames());
        names.addAll(changed.propertyNames());
        names.removeIf(name -> good.path(name).equals(changed.path(name)));
        assertThat(names).hasSizeLessThanOrEqualTo(1);
        return changed;
    }

    private ObjectNode asked() {
        return claims().put("iss", asked.issuer());
    }

    private Defect typed(String name, String type, UnaryOperator<ObjectNode> change) {
        return Defect.bearer(name, mint.token(mint.header().put("typ", type), changed(claims(), change)));
    }

    private ObjectNode claims() {
        ObjectNode claims = mint.claims(AUDIENCE);
        claims.putArray("roles").add("admin");
        return claims.put("exp", Instant.now().getEpochSecond() + 2 * LONG);
    }

    private static ObjectNode without(ObjectNode claims, String name) {
        claims.remove(name);
        return claims;
    }

    private static String part(ObjectNode tree) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JsonCodec.text(tree).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        mint.close();
        asked.close();
    }
}
