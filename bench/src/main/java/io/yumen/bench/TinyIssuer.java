package io.yumen.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** A provider with one key and one user, on a port of its own. */
final class TinyIssuer implements AutoCloseable {
    private static final String AUDIENCE = "https://gateway.example/mcp";
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private final HttpServer server;
    private final ECKey key;

    TinyIssuer() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(
                "/.well-known/openid-configuration",
                "{\"issuer\": \"%1$s\", \"token_endpoint\": \"%1$s/token\", \"jwks_uri\": \"%1$s/keys\"}"
                        .formatted(issuer()));
        serve("/keys", new JWKSet(key).toPublicJWKSet().toString());
        server.start();
    }

    /** The part of {@code access} that takes its tokens. */
    String access() {
        return "\"oidc\": {\"bench\": {\"issuer\": \"" + issuer() + "\", \"audience\": [\"" + AUDIENCE + "\"], \"roles\": \"roles\"}}";
    }

    String token() throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject("bench")
                .claim("client_id", "bench")
                .claim("scope", "mcp:invoke")
                .claim("roles", List.of("caller"))
                .jwtID("1")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plus(GOOD_FOR)))
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(new JOSEObjectType("at+jwt"))
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
