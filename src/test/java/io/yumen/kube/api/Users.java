package io.yumen.kube.api;

import io.yumen.kube.store.Refusal;
import io.yumen.kube.wire.Call;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who has which bearer token, and in whose name somebody speaks. */
public final class Users {
    private final Map<String, User> byToken = new ConcurrentHashMap<>();
    private final Map<String, String> audiences = new ConcurrentHashMap<>();
    private final Access access;

    Users(Access access) {
        this.access = access;
    }

    /** From now on the token stands for that user. */
    public void add(String token, String name, List<String> groups) {
        List<String> all = new ArrayList<>(groups);
        all.add("system:authenticated");
        byToken.put(token, new User(name, List.copyOf(all)));
    }

    /** From now on tokens of that issuer for that audience stand for those whom they name. */
    public void believe(String issuer, String audience) {
        audiences.put(issuer, audience);
    }

    /** The token stands for nobody any more, as one that is over its time. */
    public void expire(String token) {
        byToken.remove(token);
    }

    @Nullable
    User find(String token) {
        User known = byToken.get(token);
        return known == null ? named(token) : known;
    }

    /** Whom a token names that its issuer gave for this cluster. */
    private @Nullable User named(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return null;
        }
        JsonNode claims = JsonMapper.shared()
                .readTree(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        String audience = audiences.get(claims.path("iss").asString(""));
        boolean isGood = claims.path("aud").asString("").equals(audience)
                && claims.path("exp").asLong(0) > Instant.now().getEpochSecond();
        return isGood ? new User(claims.path("sub").asString(""), List.of("system:authenticated")) : null;
    }

    User of(Call call) {
        String token = call.header("Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()).strip())
                .orElse("");
        User user = find(token);
        if (user == null) {
            throw new Refusal(401, "Unauthorized", "Unauthorized");
        }
        String other = call.header("Impersonate-User").orElse("");
        if (other.isEmpty()) {
            return user;
        }
        access.check(user, new Access.Wish("impersonate", "", "users", "", other));
        List<String> groups = new ArrayList<>(call.headers("Impersonate-Group"));
        groups.forEach(group -> access.check(user, new Access.Wish("impersonate", "", "groups", "", group)));
        groups.add("system:authenticated");
        return new User(other, List.copyOf(groups));
    }
}
