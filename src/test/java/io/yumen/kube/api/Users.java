package io.yumen.kube.api;

import io.yumen.kube.store.Refusal;
import io.yumen.kube.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who has which bearer token, and in whose name somebody speaks. */
public final class Users {
    private final Map<String, User> byToken = new ConcurrentHashMap<>();
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

    /** The token stands for nobody any more, as one that is over its time. */
    public void expire(String token) {
        byToken.remove(token);
    }

    @Nullable
    User find(String token) {
        return byToken.get(token);
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
