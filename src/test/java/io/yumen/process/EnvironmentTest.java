package io.yumen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.process.Environment.Inherit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

    private static final Map<String, String> OURS = Map.of(
            "PATH",
            "/bin",
            "HOME",
            "/home/x",
            "LC_ALL",
            "C",
            "AWS_SECRET",
            "s",
            "YUMEN_KEY",
            "k",
            "NODE_ENV",
            "test",
            "BASH_FUNC_f%%",
            "() {}");

    @Test
    void the_safe_few_are_always_there_and_no_credential() {
        assertThat(Environment.SAFE.resolve(OURS)).containsOnlyKeys("PATH", "HOME", "LC_ALL");
    }

    @Test
    void nobody_is_led_to_the_session_of_our_user() {
        Map<String, String> ours = Map.of(
                "DBUS_SESSION_BUS_ADDRESS",
                "unix:path=/run/user/1000/bus",
                "XDG_RUNTIME_DIR",
                "/run/user/1000",
                "HOME",
                "/h");

        assertThat(Environment.SAFE.resolve(ours)).containsOnlyKeys("HOME");
        assertThat(new Environment(Environment.Inherit.ALL, List.of(), Map.of()).resolve(ours))
                .containsOnlyKeys("HOME", "XDG_RUNTIME_DIR");
    }

    @Test
    void everything_may_be_inherited_but_exported_functions() {
        assertThat(inheriting().resolve(OURS)).containsOnlyKeys("PATH", "HOME", "LC_ALL", "AWS_SECRET", "NODE_ENV");
    }

    @Test
    void what_is_ours_alone_is_never_inherited() {
        Map<String, String> ours = Map.of("YUMEN_MASTER_KEY", "k", "CREDENTIALS_DIRECTORY", "/run", "X", "x");
        assertThat(inheriting().resolve(ours)).containsOnlyKeys("X");
        assertThat(inheriting("YUMEN_*", "CREDENTIALS_DIRECTORY").resolve(ours)).isEmpty();
    }

    @Test
    void an_exclusion_wins() {
        assertThat(inheriting("!AWS_*", "*").resolve(OURS)).containsOnlyKeys("PATH", "HOME", "LC_ALL", "NODE_ENV");
        assertThat(inheriting("NODE_*", "!HOME").resolve(OURS)).containsOnlyKeys("PATH", "LC_ALL", "NODE_ENV");
    }

    @Test
    void what_was_declared_wins() {
        Environment environment = Environment.SAFE.declaring(Map.of("PATH", "/opt", "TOKEN", "t"));

        assertThat(environment.resolve(OURS)).containsEntry("PATH", "/opt").containsEntry("TOKEN", "t");
    }

    @ParameterizedTest
    @CsvSource({
        "A*, ABC, true", "A*, BA, false", "*C, ABC, true", "A*C, AC, true", "A*C, ABCD, false", "AB*BA, ABA, false",
        "A**C, AXC, true", "*B*, ABC, true", "*, X, true", "ABC, ABC, true", "ABC, ABCD, false", "A*B*C, AXBYC, true",
        "A*B*C, ACB, false", "a*, ABC, false"
    })
    void a_star_stands_for_any_characters(String pattern, String name, boolean admitted) {
        assertThat(inheriting(pattern).resolve(Map.of(name, "v")).containsKey(name))
                .isEqualTo(admitted);
    }

    @Test
    void values_are_not_printed() {
        assertThat(Environment.SAFE.declaring(Map.of("TOKEN", "s3cret")).toString())
                .contains("TOKEN")
                .doesNotContain("s3cret");
    }

    @Test
    void names_that_no_system_takes_are_refused() {
        assertThatThrownBy(() -> Environment.SAFE.declaring(Map.of("A=B", "c")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Environment.SAFE.declaring(Map.of("A", "c\0d")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Environment inheriting(String... filter) {
        return new Environment(Inherit.ALL, List.of(filter), Map.of());
    }
}
