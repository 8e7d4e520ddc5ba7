package io.yumen.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A small provider that issues whatever a test wants, good or not, and publishes its keys on a real port. */
public final class Mint implements AutoCloseable {
    /** What a proxy before the provider does not let through. */
    private static final String TOO_LONG = "token=too-long";

    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    /** Made once, for that takes its time. */
    private static final RSAKey FIRST = rsa("first");

    private static final RSAKey FOREIGN = rsa("foreign");

    private final HttpServer server;
    private final List<JWK> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger keyFetches = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final Map<String, ObjectNode> opaque = new ConcurrentHashMap<>();
    private final Set<String> takenBack = ConcurrentHashMap.newKeySet();
    private final List<String> exchanged = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private volatile boolean isDown;
    private volatile RSAKey key;

    public Mint() throws IOException {
        key = FIRST;
        published.add(key.toPublicJWK());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The claims of a good token for that audience. */
    public ObjectNode claims(String audience) {
        Instant now = Instant.now();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", issuer()).put("sub", "ann").put("aud", audience).put("client_id", "desktop");
        claims.put("scope", "mcp").put("jti", "1");
        claims.put("iat", now.getEpochSecond()).put("exp", now.getEpochSecond() + 300);
        return claims;
    }

    /** A good header. */
    public ObjectNode header() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("alg", "RS256")
                .put("typ", "at+jwt")
                .put("kid", key.getKeyID());
    }

    public String token(ObjectNode claims) {
        return sign(header(), claims, key);
    }

    /** Signed with the key that is published now, whatever the header says. */
    public String token(ObjectNode header, ObjectNode claims) {
        return sign(header, claims, key);
    }

    /** Those claims, word for word, signed with the key that is published now. */
    public String signed(ObjectNode header, String claims) {
        try {
            return signed(part(header) + "." + Base64URL.encode(claims), new RSASSASigner(key), JWSAlgorithm.RS256);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with a key that nobody published. */
    public String foreign(ObjectNode header, ObjectNode claims) {
        return sign(header, claims, FOREIGN);
    }

    /** Signed with the public key as if it were a shared secret. */
    public String confused(ObjectNode claims) {
        try {
            return signed(
                    header().put("alg", "HS256"),
                    claims,
                    new MACSigner(key.toRSAPublicKey().getEncoded()),
                    JWSAlgorithm.HS256);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs from now on with another key; the old one is published no more. */
    public void rotate() {
        key = rsa("key-" + keyFetches.get() + "-" + published.size());
        published.clear();
        published.add(key.toPublicJWK());
    }

    /** The public key that nobody published, for headers that bring it along. */
    public ObjectNode foreignKey() {
        return tree(FOREIGN.toPublicJWK().toJSONString());
    }

    /** A token of which nothing can be read. */
    public String opaque(String token, ObjectNode claims) {
        opaque.put(token, claims.put("active", true));
        return token;
    }

    /** Takes a token back, as far as one asks about it. */
    public void takeBack(String token) {
        takenBack.add(token);
    }

    public void goDown() {
        isDown = true;
    }

    public void comeBack() {
        isDown = false;
    }

    /** The tokens that came to be exchanged, in turn. */
    public List<String> exchanged() {
        return exchanged;
    }

    /** Answers who comes to exchange that token only when the latch is down. */
    public CountDownLatch hold(String token) {
        CountDownLatch latch = new CountDownLatch(1);
        held.put(token, latch);
        return latch;
    }

    public int keyFetches() {
        return keyFetches.get();
    }

    /** How often it was asked anything while it was down. */
    int failures() {
        return failures.get();
    }

    public int questions() {
        return questions.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String text = new String(body, StandardCharsets.US_ASCII);
        if (isDown) {
            failures.incrementAndGet();
        }
        String answer = isDown || text.startsWith(TOO_LONG) ? "" : answer(exchange, text);
        int missing = isDown ? 500 : text.startsWith(TOO_LONG) ? 413 : 404;
        exchange.sendResponseHeaders(answer.isEmpty() ? missing : 200, answer.isEmpty() ? -1 : answer.length());
        exchange.getResponseBody().write(answer.getBytes(StandardCharsets.US_ASCII));
        exchange.close();
    }

    private String answer(HttpExchange exchange, String body) {
        return switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" -> JsonCodec.text(metadata());
            case "/keys" -> {
                keyFetches.incrementAndGet();
                yield new JWKSet(published).toString();
            }
            case "/introspect" -> {
                questions.incrementAndGet();
                yield introspected(exchange, body.substring("token=".length(), body.indexOf('&')));
            }
            case "/token" -> exchanged(form(body));
            default -> "";
        };
    }

    /** A token of the same user for that audience, which lasts as long as any. */
    private String exchanged(Map<String, String> form) {
        String subject = form.getOrDefault("subject_token", "");
        exchanged.add(subject);
        await(held.getOrDefault(subject, new CountDownLatch(0)));
        ObjectNode claims = opaque.containsKey(subject)
                ? opaque.get(subject).deepCopy()
                : tree(new String(Base64.getUrlDecoder().decode(subject.split("\\.")[1]), StandardCharsets.UTF_8));
        claims.put("aud", form.getOrDefault("audience", ""))
                .put("client_id", "gateway")
                .put("jti", exchanged.size() + "");
        return "{\"token_type\":\"Bearer\",\"expires_in\":300,\"access_token\":\"" + token(claims) + "\"}";
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("held for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private ObjectNode metadata() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("issuer", issuer())
                .put("token_endpoint", issuer() + "/token")
                .put("jwks_uri", issuer() + "/keys")
                .put("introspection_endpoint", issuer() + "/introspect");
    }

    private String introspected(HttpExchange exchange, String token) {
        String wanted = "Basic "
                + Base64.getEncoder().encodeToString("gateway:a+secret%25".getBytes(StandardCharsets.US_ASCII));
        if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return "";
        }
        if (takenBack.contains(token)) {
            return "{\"active\":false}";
        }
        ObjectNode claims = opaque.get(token);
        return claims != null
                ? JsonCodec.text(claims)
                : token.contains(".") ? "{\"active\":true}" : "{\"active\":false}";
    }

    static String sign(ObjectNode header, ObjectNode claims, JWK key) {
        try {
            return key instanceof ECKey curve
                    ? signed(header, claims, new ECDSASigner(curve), JWSAlgorithm.ES256)
                    : signed(header, claims, new RSASSASigner(key.toRSAKey()), JWSAlgorithm.RS256);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(ObjectNode header, ObjectNode claims, JWSSigner signer, JWSAlgorithm algorithm)
            throws JOSEException {
        return signed(part(header) + "." + part(claims), signer, algorithm);
    }

    private static String signed(String text, JWSSigner signer, JWSAlgorithm algorithm) throws JOSEException {
        return text + "."
                + signer.sign(new JWSHeader(algorithm), text.getBytes(StandardCharsets.US_ASCII))
                        .toString();
    }

    static String part(ObjectNode tree) {
        return Base64URL.encode(JsonCodec.text(tree)).toString();
    }

    static ObjectNode tree(String json) {
        return (ObjectNode) CODEC.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key of a client that binds its tokens. */
    public static final class Holder {
        private final ECKey key;

        public Holder() {
            try {
                key = new ECKeyGenerator(Curve.P_256).generate();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        /** These claims, of a token that is bound to this key. */
        public ObjectNode binds(ObjectNode claims) {
            try {
                claims.putObject("cnf").put("jkt", key.computeThumbprint().toString());
                return claims;
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        public ObjectNode header() {
            ObjectNode header =
                    JsonNodeFactory.instance.objectNode().put("alg", "ES256").put("typ", "dpop+jwt");
            header.set("jwk", tree(key.toPublicJWK().toJSONString()));
            return header;
        }

        public ObjectNode claims(String method, String url, String token) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("htm", method)
                    .put("htu", url)
                    .put("ath", Providers.digest(token))
                    .put("iat", Instant.now().getEpochSecond())
                    .put("jti", Long.toString(System.nanoTime()));
        }

        public String proof(ObjectNode claims) {
            return sign(header(), claims, key);
        }

        public String proof(ObjectNode header, ObjectNode claims) {
            return sign(header, claims, key);
        }

        /** The thumbprint of the key, by which tokens are bound to it. */
        String thumbprint() {
            return binds(JsonNodeFactory.instance.objectNode()).at("/cnf/jkt").stringValue();
        }

        /** The whole key, the private half with it. */
        public ObjectNode secretKey() {
            return tree(key.toJSONString());
        }
    }
}
