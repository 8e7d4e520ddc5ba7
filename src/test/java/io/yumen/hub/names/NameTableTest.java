package io.yumen.hub.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NameTableTest {
    private static final int ROUNDS = 400;
    private static final List<String> SERVERS =
            List.of("a", "b", "a_b", "my server", "my.server", "Grün", "long-".repeat(9));
    private static final List<String> NAMES = List.of(
            "read",
            "write",
            "b_read",
            "a_b_read",
            "a_read",
            "x".repeat(64),
            "y".repeat(80),
            "dotted.name",
            "read file",
            "日本");

    @Test
    void a_name_that_one_server_has_stays_and_one_that_two_have_carries_the_server() {
        NameTable table =
                NameTable.of(Prefixing.AUTO, List.of(servers("a", "read", "write"), servers("b", "read", "list")));
        assertThat(exposed(table)).containsExactly("a_read", "write", "b_read", "list");
        assertThat(table.collisions()).containsExactly(new Collision("read", List.of("a", "b")));
        assertThat(table.find("read")).isNull();
    }

    @Test
    void without_prefixes_the_first_server_has_the_name() {
        NameTable table = NameTable.of(Prefixing.NEVER, List.of(servers("a", "read"), servers("b", "read", "list")));
        assertThat(exposed(table)).containsExactly("read", "list");
        assertThat(table.find("read")).isEqualTo(new Named("a", "read", "read"));
        assertThat(table.collisions()).hasSize(1);
    }

    @Test
    void the_long_name_leads_to_a_tool_that_is_exposed_under_its_short_one() {
        NameTable table = NameTable.of(Prefixing.AUTO, List.of(servers("a", "read")));
        assertThat(table.find("a_read")).isEqualTo(new Named("a", "read", "a_read"));
    }

    @Test
    void a_tool_that_is_called_like_one_of_another_server_carries_its_own() {
        NameTable table = NameTable.of(
                Prefixing.AUTO, List.of(servers("a", "read", "list"), servers("b", "read"), servers("c", "a_read")));
        assertThat(exposed(table)).containsExactly("a_read", "list", "b_read", "c_a_read");
        assertThat(table.find("a_read")).isEqualTo(new Named("a", "read", "a_read"));
    }

    @Test
    void no_server_takes_a_call_that_carries_another() {
        ServerNames victim = servers("victim", "pay", "victim_list", "list");
        for (String stolen : List.of("victim_pay", "victim_list")) {
            NameTable before = NameTable.of(Prefixing.AUTO, List.of(victim, servers("evil", "other")));
            NameTable after = NameTable.of(Prefixing.AUTO, List.of(servers("evil", stolen, "pay", "list"), victim));
            assertThat(after.find(stolen)).isEqualTo(before.find(stolen));
            assertThat(exposed(after)).contains("evil_" + stolen);
        }
        NameTable gone = NameTable.of(Prefixing.AUTO, List.of(servers("evil", "victim_gone"), victim));
        assertThat(gone.find("victim_gone")).isNull();
    }

    @Test
    void the_prefix_of_a_long_server_name_is_guarded_too() {
        String victim = "v".repeat(70);
        ServerNames offered = servers(victim, "pay");
        String exposed =
                exposed(NameTable.of(Prefixing.ALWAYS, List.of(offered))).getFirst();
        NameTable table = NameTable.of(Prefixing.AUTO, List.of(servers("evil", exposed), offered));
        Named found = table.find(exposed);
        assertThat(found == null ? victim : found.server()).isEqualTo(victim);
    }

    @Test
    void a_name_that_becomes_too_long_ends_in_a_fingerprint() {
        String name = "n".repeat(70);
        NameTable table = NameTable.of(Prefixing.ALWAYS, List.of(servers("server", name)));
        String exposed = exposed(table).getFirst();
        assertThat(exposed).hasSize(NameTable.MAX_LENGTH).startsWith("server_nnn");
        assertThat(NameTable.of(Prefixing.ALWAYS, List.of(servers("server", name)))
                        .find(exposed))
                .isEqualTo(new Named("server", name, exposed));
    }

    @ParameterizedTest
    @EnumSource(Prefixing.class)
    void exposed_names_are_unique_and_valid_and_lead_back(Prefixing prefixing) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<ServerNames> servers = random(new Random(seed));
            NameTable table = NameTable.of(prefixing, servers);

            assertThat(exposed(table)).as("seed %d", seed).doesNotHaveDuplicates();
            for (Named named : table.all()) {
                assertThat(table.find(named.exposed())).isEqualTo(named);
                assertThat(named.exposed().equals(named.original())
                                || named.exposed().matches("[A-Za-z0-9_-]{1,64}"))
                        .as("seed %d: %s", seed, named)
                        .isTrue();
            }
            if (prefixing != Prefixing.NEVER) {
                int offered = servers.stream()
                        .mapToInt(server -> server.names().size())
                        .sum();
                assertThat(table.all()).as("seed %d", seed).hasSize(offered);
            }
        }
    }

    @Test
    void another_server_renames_only_what_it_collides_with() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<ServerNames> before = random(random);
            List<ServerNames> after = new ArrayList<>(before);
            ServerNames more = servers("newcomer", "read", "fresh", "a_read");
            after.add(random.nextInt(after.size() + 1), more);
            Map<String, String> known = byOriginal(NameTable.of(Prefixing.AUTO, before));
            Map<String, String> now = byOriginal(NameTable.of(Prefixing.AUTO, after));
            Set<String> touched = new HashSet<>(more.names());
            // What carries its server from now on may be called like what another one carries: a and b_read, a_b and
            // read.
            before.forEach(server -> server.names().stream()
                    .filter(more.names()::contains)
                    .forEach(name -> touched.add(NameTable.qualified(server.server(), name))));
            known.forEach((original, exposed) -> {
                String name = original.substring(original.indexOf('/') + 1);
                if (!touched.contains(name) && !touched.contains(exposed)) {
                    assertThat(now.get(original)).as("%s", original).isEqualTo(exposed);
                }
            });
        }
    }

    @Test
    void the_same_servers_have_the_same_names_every_time() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<ServerNames> servers = random(new Random(seed));
            assertThat(NameTable.of(Prefixing.AUTO, servers).all())
                    .isEqualTo(NameTable.of(Prefixing.AUTO, servers).all());
        }
    }

    private static Map<String, String> byOriginal(NameTable table) {
        return table.all().stream()
                .collect(Collectors.toMap(named -> named.server() + "/" + named.original(), Named::exposed));
    }

    private static List<String> exposed(NameTable table) {
        return table.all().stream().map(Named::exposed).toList();
    }

    private static List<ServerNames> random(Random random) {
        List<String> servers = new ArrayList<>(SERVERS);
        Collections.shuffle(servers, random);
        return servers.subList(0, 1 + random.nextInt(servers.size())).stream()
                .map(server -> servers(server, names(random)))
                .toList();
    }

    private static String[] names(Random random) {
        Set<String> names = new LinkedHashSet<>();
        IntStream.range(0, random.nextInt(8))
                .forEach(i -> names.add(
                        random.nextBoolean() ? NAMES.get(random.nextInt(NAMES.size())) : "t" + random.nextInt(20)));
        return names.toArray(String[]::new);
    }

    private static ServerNames servers(String server, String... names) {
        return new ServerNames(server, List.of(names));
    }
}
