package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of other machines, as a proxy on this one hands them on. */
class OutsideTest {
    private static final List<String> OUTSIDE = List.of("X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https");

    @TempDir
    private Path folder;

    private final List<Locked> gateways = new ArrayList<>();

    @AfterEach
    void stop() {
        gateways.forEach(Locked::close);
    }

    @Test
    void what_came_without_encryption_is_refused_at_every_door() throws IOException {
        Locked gateway = behindProxy("{}");
        String key = key(gateway);
        for (Door door : Door.all().toList()) {
            assertThat(status(gateway, door, key, OUTSIDE)).as(door.line()).isEqualTo(opened(door));
            assertThat(status(gateway, door, key, List.of("X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: http")))
                    .as(door.line())
                    .isEqualTo(403);
        }
        Door door = Door.all().findFirst().orElseThrow();
        assertThat(status(gateway, door, key, List.of("X-Forwarded-For: 203.0.113.7")))
                .as("what is not said to be encrypted is not")
                .isEqualTo(403);
        assertThat(status(gateway, door, key, List.of("X-Forwarded-Proto: http")))
                .as("a proxy that says not for whom")
                .isEqualTo(403);
        assertThat(status(gateway, door, key, List.of()))
                .as("a proxy that says nothing, which is not this machine")
                .isEqualTo(403);
        assertThat(gateway.recorded("refusal"))
                .hasSizeGreaterThanOrEqualTo((int) Door.all().count() + 3);
    }

    @Test
    void who_comes_by_a_proxy_of_this_machine_that_says_not_for_whom_is_not_of_this_machine() throws IOException {
        Locked gateway = behindProxy("{\"allowAddresses\": [\"198.51.100.0/24\"]}");
        String key = key(gateway);
        Door door = Door.all().findFirst().orElseThrow();
        List<String> encrypted = List.of("X-Forwarded-Proto: https");

        assertThat(status(gateway, door, key, encrypted))
                .as("allowed addresses")
                .isEqualTo(403);
        for (String said : List.of("unknown", "203.0.113.7:4711", "")) {
            assertThat(status(gateway, door, key, from(said))).as(said).isEqualTo(403);
        }
        assertThat(RawHttp.send(
                                gateway.endpoint(),
                                "GET /api/v1/keys",
                                List.of("X-API-Key: " + key, "X-Forwarded-Proto: https"),
                                "")
                        .status())
                .as("operating")
                .isEqualTo(403);
    }

    @Test
    void pages_of_the_machines_of_others_may_call_only_where_they_are_listed() throws IOException {
        Locked gateway = Locked.start(
                folder, "{}", ", \"trustedProxies\": [\"127.0.0.1\"], \"origins\": [\"https://app.example\"]");
        gateways.add(gateway);
        String key = key(gateway);
        Door door = Door.all().findFirst().orElseThrow();
        List<String> local = new ArrayList<>(OUTSIDE);
        local.add("Origin: http://localhost:5173");
        List<String> listed = new ArrayList<>(OUTSIDE);
        listed.add("Origin: https://app.example");

        assertThat(status(gateway, door, key, local)).isEqualTo(403);
        assertThat(status(gateway, door, key, listed)).isEqualTo(200);
    }

    @Test
    void proxies_that_nobody_named_are_not_believed() throws IOException {
        Locked gateway = Locked.start(folder, "{\"denyAddresses\": [\"203.0.113.0/24\"]}");
        gateways.add(gateway);
        String key = key(gateway);
        Door door = Door.all().findFirst().orElseThrow();

        assertThat(status(gateway, door, key, OUTSIDE)).isEqualTo(200);
        assertThat(answer(gateway, door, key, OUTSIDE).hasHeader("Strict-Transport-Security"))
                .isFalse();
    }

    @Test
    void answers_tell_browsers_what_they_are_not() throws IOException {
        Locked gateway = behindProxy("{}");
        for (Door door : Door.all().filter(one -> one.opened() != 101).toList()) {
            RawHttp.Answer answer = answer(gateway, door, key(gateway), OUTSIDE);
            assertThat(answer.head())
                    .as(door.line())
                    .contains("X-Content-Type-Options: nosniff\r\n")
                    .contains("Content-Security-Policy: default-src 'none'")
                    .contains("Cache-Control: no-")
                    .contains("Strict-Transport-Security: max-age=31536000\r\n");
        }
        assertThat(answer(gateway, Door.all().findFirst().orElseThrow(), "none", OUTSIDE)
                        .head())
                .as("refusals too")
                .contains("nosniff");
    }

    @Test
    void addresses_that_are_denied_come_to_no_door() throws IOException {
        Locked gateway = behindProxy("{\"denyAddresses\": [\"203.0.113.0/24\", \"2001:db8::/32\"]}");
        String key = key(gateway);
        for (Door door : Door.all().toList()) {
            assertThat(status(gateway, door, key, OUTSIDE)).as(door.line()).isEqualTo(403);
            assertThat(status(gateway, door, key, from("198.51.100.1")))
                    .as(door.line())
                    .isEqualTo(opened(door));
        }
        Door door = Door.all().findFirst().orElseThrow();
        assertThat(status(gateway, door, key, from("2001:db8::9"))).isEqualTo(403);
        assertThat(status(gateway, door, key, from("198.51.100.1, 203.0.113.7")))
                .as("the last that no proxy of ours wrote counts")
                .isEqualTo(403);
        assertThat(gateway.recorded("refusal"))
                .hasSizeGreaterThanOrEqualTo((int) Door.all().count() + 2);
    }

    @Test
    void only_addresses_that_are_allowed_and_this_machine_come_in() throws IOException {
        Locked gateway =
                behindProxy("{\"allowAddresses\": [\"198.51.100.0/24\"], \"denyAddresses\": [\"198.51.100.66\"]}");
        String key = key(gateway);
        Door door = Door.all().findFirst().orElseThrow();

        assertThat(status(gateway, door, key, from("198.51.100.1"))).isEqualTo(200);
        assertThat(status(gateway, door, key, from("198.51.100.66"))).isEqualTo(403);
        assertThat(status(gateway, door, key, OUTSIDE)).isEqualTo(403);
        assertThat(status(gateway, door, "ymk_none", OUTSIDE))
                .as("who is outside does not learn whether a key is good")
                .isEqualTo(403);

        Locked here = Locked.start(folder.resolve("here"), "{\"allowAddresses\": [\"198.51.100.0/24\"]}");
        gateways.add(here);
        assertThat(status(here, door, key(here), List.of())).isEqualTo(200);
    }

    @Test
    void pages_that_ask_for_themselves_who_comes_are_for_allowed_addresses_alone() throws IOException {
        Locked gateway = behindProxy("{\"login\": {}, \"denyAddresses\": [\"203.0.113.0/24\"]}");
        for (String line :
                List.of("GET /account", "GET /oauth/login/x", "POST /oauth/login/x", "GET /oauth/callback?state=x")) {
            assertThat(RawHttp.send(gateway.endpoint(), line, OUTSIDE, "").status())
                    .as(line)
                    .isEqualTo(403);
            assertThat(RawHttp.send(gateway.endpoint(), line, from("198.51.100.1"), "")
                            .status())
                    .as(line)
                    .isEqualTo(line.contains("/account") ? 200 : 404);
        }
    }

    /** What operates the gateway is for programs of this machine. */
    private static int opened(Door door) {
        return door.line().contains("/api/v1/") ? 403 : door.opened();
    }

    private static List<String> from(String address) {
        return List.of("X-Forwarded-For: " + address, "X-Forwarded-Proto: https");
    }

    private Locked behindProxy(String access) {
        Locked started = Locked.start(folder, access, ", \"trustedProxies\": [\"127.0.0.1\"]");
        gateways.add(started);
        return started;
    }

    private static String key(Locked gateway) throws IOException {
        return gateway.makeKey("{\"principal\": \"ann\", \"roles\": [\"admin\"]}")
                .path("key")
                .asString();
    }

    private static int status(Locked gateway, Door door, String key, List<String> headers) throws IOException {
        return answer(gateway, door, key, headers).status();
    }

    private static RawHttp.Answer answer(Locked gateway, Door door, String key, List<String> headers)
            throws IOException {
        List<String> all = new ArrayList<>(door.headers());
        all.addAll(headers);
        all.add("X-API-Key: " + key);
        return RawHttp.send(gateway.endpoint(), door.line(), all, door.body());
    }
}
