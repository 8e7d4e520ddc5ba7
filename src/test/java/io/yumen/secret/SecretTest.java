package io.yumen.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** A secret comes out where somebody asks for it, and nowhere else. */
class SecretTest {
    private static final String TEXT = "canary-of-the-secret";
    private static final Secret SECRET = new Secret(TEXT);

    /** A setting, as the configuration has many. */
    private record Login(String name, Secret password, Optional<Secret> other, List<Secret> more) {}

    static Stream<Function<Secret, String>> ways() {
        return Stream.of(
                Secret::toString,
                String::valueOf,
                secret -> "the secret is " + secret,
                secret -> String.format("%s %S %10s %h", secret, secret, secret, "h"),
                secret -> "%s".formatted(secret),
                secret -> new Login("ann", secret, Optional.of(secret), List.of(secret)).toString(),
                secret -> Map.of("password", secret).toString(),
                secret -> new IllegalStateException("It is not " + secret).toString(),
                secret -> trace(new UncheckedIOException(new IOException("Refused with " + secret))),
                secret -> JsonMapper.shared().writeValueAsString(secret),
                secret -> JsonMapper.shared()
                        .writeValueAsString(new Login("ann", secret, Optional.of(secret), List.of(secret))),
                secret -> JsonMapper.shared()
                        .valueToTree(Map.of("password", secret))
                        .toString());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void it_is_not_in_what_is_made_of_it(Function<Secret, String> way) {
        assertThat(way.apply(SECRET)).doesNotContainIgnoringCase(TEXT);
    }

    @Test
    void it_prints_as_so_many_dots_whatever_its_length() {
        assertThat(SECRET).hasToString("••••");
        assertThat(new Secret("")).hasToString("••••");
        assertThat(new Secret("a".repeat(1_000))).hasToString("••••");
    }

    @Test
    void it_is_revealed_to_who_asks_and_equals_what_is_the_same() {
        assertThat(SECRET.reveal()).isEqualTo(TEXT);
        assertThat(SECRET).isEqualTo(new Secret(TEXT)).hasSameHashCodeAs(new Secret(TEXT));
        assertThat(SECRET).isNotEqualTo(new Secret("another")).isNotEqualTo(TEXT);
    }

    private static String trace(Exception problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
