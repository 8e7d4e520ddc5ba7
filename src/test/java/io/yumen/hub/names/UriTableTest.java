package io.yumen.hub.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UriTableTest {
    private static final List<String> URIS = List.of(
            "file:///a", "file:///b", "ui://app/main", "a+file:///a", "ui://a/app/main", "memo:1", "https://x/y?z=1");
    private static final List<String> SERVERS = List.of("a", "b", "My Server", "git-hub", "9lives");

    @Test
    void a_uri_that_one_server_has_stays() {
        UriTable table = UriTable.of(List.of(of("a", "file:///a"), of("b", "file:///b")));
        assertThat(table.renamesNothing()).isTrue();
        assertThat(table.find("file:///b")).isEqualTo(new Named("b", "file:///b", "file:///b"));
    }

    @Test
    void a_uri_that_two_servers_have_carries_the_server_and_keeps_the_scheme_of_user_interfaces() {
        UriTable table = UriTable.of(List.of(of("a", "file:///a", "ui://main"), of("b", "file:///a", "ui://main")));
        assertThat(table.all().stream().map(Named::exposed))
                .containsExactly("a+file:///a", "ui://a/main", "b+file:///a", "ui://b/main");
        assertThat(table.renamed("b")).containsEntry("file:///a", "b+file:///a").hasSize(2);
        assertThat(table.find("file:///a"))
                .as("the first has the plain one")
                .extracting(Named::server)
                .isEqualTo("a");
    }

    @Test
    void a_uri_that_carries_its_server_can_be_read_without_a_table() {
        for (String server : SERVERS) {
            for (String uri : URIS) {
                String qualified = Qualifier.qualify(server, uri);
                assertThat(Qualifier.read(List.of(server), qualified)).isEqualTo(new Named(server, uri, qualified));
            }
        }
    }

    @Test
    void exposed_uris_are_unique_and_valid_and_lead_back() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<ServerNames> servers = new ArrayList<>();
            for (String server : SERVERS) {
                Set<String> uris = new LinkedHashSet<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    uris.add(URIS.get(random.nextInt(URIS.size())));
                }
                servers.add(new ServerNames(server, List.copyOf(uris)));
            }
            UriTable table = UriTable.of(servers);
            assertThat(table.all().stream().map(Named::exposed))
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates();
            for (Named named : table.all()) {
                assertThat(table.find(named.exposed())).isEqualTo(named);
                assertThat(URI.create(named.exposed()).getScheme()).isNotNull();
                assertThat(named.exposed().startsWith("ui://"))
                        .isEqualTo(named.original().startsWith("ui://"));
            }
        }
    }

    @Test
    void task_ids_lead_back_to_their_server_and_tool() {
        for (String server : List.of("a", "my.server", "Grün %", "a_b-c")) {
            for (String tool : List.of("", "go", "my.tool/Grün")) {
                TaskId task = new TaskId(server, tool, "id.with.dots/1");
                assertThat(task.exposed()).matches("[A-Za-z0-9_%-]+\\.[A-Za-z0-9_%-]*\\.id\\.with\\.dots/1");
                assertThat(TaskId.read(task.exposed())).isEqualTo(task);
            }
        }
        assertThat(TaskId.read("nobody")).isNull();
        assertThat(TaskId.read("%zz..1")).isNull();
    }

    private static ServerNames of(String server, String... uris) {
        return new ServerNames(server, List.of(uris));
    }
}
