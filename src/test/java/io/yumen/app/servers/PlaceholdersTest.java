package io.yumen.app.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yumen.backend.ScopeKey;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceholdersTest {
    private static final String URL = "https://h/u/${user.name}/mcp?who=${user.name}";

    @Test
    void what_stands_in_a_url_is_encoded_and_changes_no_other_part_of_it() {
        assertThat(of("ann").fillUrl(URL)).isEqualTo("https://h/u/ann/mcp?who=ann");
        URI filled = URI.create(of("a b/c?d#e&f=ü|%2e").fillUrl(URL));
        assertThat(filled.getHost()).isEqualTo("h");
        assertThat(filled.getRawPath()).isEqualTo("/u/a%20b%2Fc%3Fd%23e%26f%3D%C3%BC%7C%252e/mcp");
        assertThat(filled.getRawQuery()).isEqualTo("who=a%20b%2Fc%3Fd%23e%26f%3D%C3%BC%7C%252e");
        assertThat(filled.getRawFragment()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "../admin", "x/../../admin", "..\\admin", "..;a"})
    void a_name_that_would_lead_to_another_path_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(name).fillUrl(URL))
                .withMessageContaining("another place")
                .withMessageNotContaining("admin");
        assertThat(of(name).fillUrl("https://h/mcp?who=${user.name}")).startsWith("https://h/mcp?who=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../admin", "x/y", "a;b", "a\\b"})
    void what_is_filled_into_a_path_is_the_name_of_one_folder(String name) {
        assertThat(of("ann").fillPath("/srv/${user.name}/data")).isEqualTo("/srv/ann/data");
        assertThatIllegalArgumentException().isThrownBy(() -> filled(name)).withMessageContaining("another place");
    }

    /** Nobody has no name: that is a connection that all share. */
    private static String filled(String name) {
        return (name.isEmpty() ? new Placeholders(ScopeKey.SHARED) : of(name)).fillPath("/srv/${user.name}");
    }

    @Test
    void what_is_not_known_is_empty_and_other_texts_stay_as_they_are() {
        assertThat(new Placeholders(ScopeKey.SHARED).fillUrl(URL)).isEqualTo("https://h/u//mcp?who=");
        assertThat(of("..").fillUrl("https://h/a/../mcp")).isEqualTo("https://h/a/../mcp");
        assertThat(of("a b").fill("${user.tenant}: ${user.name}")).isEqualTo("local: a b");
    }

    private static Placeholders of(String name) {
        return new Placeholders(new ScopeKey.User(new Principal(TenantId.LOCAL, name)));
    }

    @Test
    void a_path_among_arguments_leads_nowhere_else() {
        assertThat(of("../..").fillArguments(List.of("--user", "${user.name}"))).containsExactly("--user", "../..");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("../..").fillArguments(List.of("/srv/${user.name}")))
                .withMessageContaining("another place");
    }
}
