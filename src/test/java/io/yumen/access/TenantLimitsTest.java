package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How many keys and users an administrator of a tenant can make. */
@Timeout(180)
final class TenantLimitsTest {
    private static final int MOST = 5;

    private Locked gateway;
    private String boss;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        gateway = Locked.with(folder, "{}", "\"limits\": {\"keysPerTenant\": 5, \"usersPerTenant\": 5}");
        boss = make("{\"principal\": \"boss\", \"tenant\": \"acme\", \"roles\": [\"admin\"]}");
    }

    @AfterEach
    void end() {
        gateway.close();
    }

    @Test
    void a_tenant_has_no_more_keys_than_it_may_and_what_ends_makes_room() throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 1; i < MOST; i++) {
            keys.add(made("p" + i));
        }
        assertFull(send("POST /api/v1/keys", "{\"principal\": \"more\"}"), "The tenant acme has 5 keys, which is all");
        assertFull(send("POST /api/v1/keys/" + keys.getFirst() + "/rotate", "{}"), "or raise limits.keysPerTenant");
        for (int i = 0; i < 2 * MOST; i++) {
            assertThat(send("DELETE /api/v1/keys/" + keys.removeLast(), "").status())
                    .isEqualTo(200);
            keys.add(made("again"));
        }
        assertThat(json(send("GET /api/v1/keys", "")).path("keys").size())
                .as("those that ended last are remembered")
                .isEqualTo(2 * MOST);
    }

    @Test
    void a_tenant_has_no_more_users_than_it_may() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(user("user" + i).status()).isEqualTo(201);
        }
        assertFull(user("more"), "The tenant acme has 5 users, which is all");
        assertThat(send("DELETE /api/v1/users/user0", "").status()).isEqualTo(200);
        assertThat(user("more").status()).isEqualTo(201);
    }

    @Test
    void the_gateways_own_has_no_such_limit_nor_have_others_less() throws IOException {
        for (int i = 1; i < MOST; i++) {
            made("p" + i);
        }
        for (int i = 0; i < 2 * MOST; i++) {
            assertThat(make("{\"principal\": \"own\"}")).isNotEmpty();
        }
        assertThat(make("{\"principal\": \"boss\", \"tenant\": \"globex\"}")).isNotEmpty();
    }

    private static void assertFull(RawHttp.Answer refused, String why) {
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("\"tenant_full\"", why);
    }

    private RawHttp.Answer user(String name) throws IOException {
        return send(
                "POST /api/v1/users", "{\"name\": \"%s\", \"password\": \"long enough for anybody\"}".formatted(name));
    }

    /** The id of a key that the administrator made. */
    private String made(String principal) throws IOException {
        RawHttp.Answer made = send("POST /api/v1/keys", "{\"principal\": \"%s\"}".formatted(principal));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return json(made).path("id").asString();
    }

    private String make(String order) throws IOException {
        return gateway.makeKey(order).path("key").asString();
    }

    private RawHttp.Answer send(String line, String body) throws IOException {
        return RawHttp.send(
                gateway.endpoint(),
                line,
                List.of("Content-Type: application/json", "Authorization: Bearer " + boss),
                body);
    }

    private static JsonNode json(RawHttp.Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
