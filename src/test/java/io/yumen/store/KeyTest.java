package io.yumen.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyTest {
    private static final List<String> PIECES =
            List.of("a", "b", "/", "%", "%2F", "@", "-", ".", "+", " ", "é", "\uD83D\uDE00", "\n");

    @Test
    void a_key_is_written_so_that_it_can_be_read_back() {
        Key key = Space.GRANTS.in(new TenantId("ac/me")).below("user 1").key("100%");
        assertThat(key.text()).isEqualTo("grants/@ac%2Fme/user%201/100%25");
        assertThat(Key.parse(key.text())).isEqualTo(key);
    }

    @Test
    void what_is_the_gateways_is_no_tenants() {
        Key gateways = Space.KEYS.ofGateway().key("a");
        assertThat(gateways.text()).isEqualTo("keys/-/a");
        assertThat(Space.KEYS.in(new TenantId("-")).key("a")).isNotEqualTo(gateways);
        assertThat(Space.KEYS.in(new TenantId("-")).key("a").text()).isNotEqualTo(gateways.text());
    }

    @Test
    void different_keys_are_written_differently_whatever_is_in_their_names() {
        Random random = new Random(1);
        Map<String, Key> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            Key key = any(random);
            assertThat(seen.computeIfAbsent(key.text(), text -> key)).isEqualTo(key);
            assertThat(Key.parse(key.text())).isEqualTo(key);
            assertThat(key.text()).matches("[!-~]+");
        }
    }

    @Test
    void a_folder_holds_the_keys_in_it_and_below_it_and_no_others() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            Key key = any(random);
            Key other = any(random);
            List<String> names = key.folder().names();
            List<String> others = other.folder().names();
            boolean within = key.folder().space() == other.folder().space()
                    && key.folder().tenant().equals(other.folder().tenant())
                    && others.size() >= names.size()
                    && others.subList(0, names.size()).equals(names);
            assertThat(key.folder().holds(other))
                    .as("%s in %s", other, key.folder())
                    .isEqualTo(within);
        }
    }

    @Test
    void a_name_is_text_and_not_empty() {
        Folder folder = Space.USERS.ofGateway();
        assertThatThrownBy(() -> folder.key("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> folder.below("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> folder.key("\uD83D")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_not_a_key_is_refused() {
        for (String text : List.of("", "keys", "keys/-", "keys/-/", "keys/a/b", "other/-/a", "keys/@/a", "keys/-/%2")) {
            assertThatThrownBy(() -> Key.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Key any(Random random) {
        Space space = random.nextBoolean() ? Space.KEYS : Space.PINS;
        Folder folder = random.nextInt(4) == 0 ? space.ofGateway() : space.in(new TenantId(name(random)));
        for (int depth = random.nextInt(3); depth > 0; depth--) {
            folder = folder.below(name(random));
        }
        return folder.key(name(random));
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("x".repeat(random.nextInt(2)));
        do {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        } while (random.nextBoolean());
        return name.toString().isBlank() ? "a" : name.toString();
    }
}
