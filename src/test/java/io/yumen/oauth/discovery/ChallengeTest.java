package io.yumen.oauth.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    private static final String[] PARTS = {
        "Bearer",
        "DPoP",
        "Basic",
        "Negotiate",
        " ",
        ",",
        ", ",
        "=",
        "\"",
        "\\",
        "scope=\"a b\"",
        "realm=x",
        "error=\"",
        "resource_metadata=\"https://h/p\"",
        "abc==",
        "\t",
        "algs=\"ES256\"",
        "\u0000",
        "\u00e9",
        ";",
        "scope=a"
    };

    @Test
    void a_challenge_says_what_is_wanted() {
        Challenge challenge = only("Bearer realm=\"x, y\", error=\"insufficient_scope\", scope=\"a b  c\","
                + " resource_metadata=\"https://h/.well-known/x?y=1,2\"");

        assertThat(challenge.scheme()).isEqualTo("bearer");
        assertThat(challenge.error()).isEqualTo("insufficient_scope");
        assertThat(challenge.scopes()).containsExactly("a", "b", "c");
        assertThat(challenge.resourceMetadata()).contains("https://h/.well-known/x?y=1,2");
    }

    @Test
    void several_challenges_stand_in_one_header_or_in_several() {
        List<Challenge> together = Challenge.parse(
                List.of("Negotiate abc==, Basic realm=\"a\", Bearer, DPoP algs=\"ES256\" , error=\"x\""));
        List<Challenge> apart = Challenge.parse(
                List.of("Negotiate abc==", "Basic realm=\"a\"", "Bearer", "DPoP algs=\"ES256\", error=\"x\""));

        assertThat(together).isEqualTo(apart);
        assertThat(together).extracting(Challenge::scheme).containsExactly("negotiate", "basic", "bearer", "dpop");
        assertThat(Challenge.usable(together))
                .get()
                .extracting(Challenge::error)
                .isEqualTo("x");
    }

    @Test
    void what_is_said_twice_or_never_ends_does_not_count() {
        assertThat(Challenge.parse(List.of("Bearer scope=\"a\", Scope=\"b\""))).isEmpty();
        assertThat(Challenge.parse(List.of("Bearer scope=\"a"))).isEmpty();
        assertThat(Challenge.parse(List.of("Bearer scope=\"a\\"))).isEmpty();
        assertThat(Challenge.parse(List.of("Basic realm=\"a\", Bearer scope=\"a\" junk")))
                .extracting(Challenge::scheme)
                .containsExactly("basic");
        assertThat(Challenge.parse(List.of("Bearer scope=\"a\u0001b\""))).isEmpty();
    }

    @Test
    void scopes_that_are_none_are_left_out() {
        assertThat(only("Bearer scope=\"a \\\"b \u00e9 c\\\\d e\"").scopes()).containsExactly("a", "e");
    }

    @Test
    void a_header_of_any_size_is_read_in_no_time() {
        String deep = "Bearer " + "a=\"\\\"\",".repeat(50_000);

        assertThat(Challenge.parse(List.of(deep, "Basic " + "=".repeat(1_000_000), " ,".repeat(500_000))))
                .isEmpty();
    }

    @Test
    void what_is_written_is_what_is_read() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            List<Challenge> wanted = new ArrayList<>();
            List<String> written = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                Map<String, String> parameters = new LinkedHashMap<>();
                for (int p = random.nextInt(4); p > 0; p--) {
                    parameters.put("p" + p, text(random));
                }
                wanted.add(new Challenge("Scheme" + i, parameters));
                written.add(write("Scheme" + i, parameters, random));
            }
            assertThat(Challenge.parse(List.of(String.join(random.nextBoolean() ? ", " : " ,\t,", written))))
                    .as("seed %d: %s", seed, written)
                    .isEqualTo(wanted);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_challenges_or_none(byte[] bytes) {
        assertSound(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Test
    void any_heap_of_parts_is_challenges_or_none() {
        for (long seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            StringBuilder heap = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                heap.append(PARTS[random.nextInt(PARTS.length)]);
            }
            assertSound(heap.toString());
        }
    }

    private static void assertSound(String value) {
        for (Challenge challenge : Challenge.parse(List.of(value))) {
            assertThat(challenge.scheme()).isNotEmpty().matches("[!-~]+");
            assertThat(challenge.scopes()).allMatch(Challenge::isScope);
            assertThat(challenge.parameters().values())
                    .allMatch(text -> text.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f));
        }
    }

    private static Challenge only(String value) {
        List<Challenge> challenges = Challenge.parse(Collections.singletonList(value));
        assertThat(challenges).hasSize(1);
        return challenges.getFirst();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    private static String write(String scheme, Map<String, String> parameters, Random random) {
        List<String> words = new ArrayList<>();
        parameters.forEach((name, value) -> words.add((random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT))
                + (random.nextBoolean() ? "=" : " = ")
                + '"'
                + value.replaceAll("([\"\\\\])", "\\\\$1")
                + '"'));
        return words.isEmpty() ? scheme : scheme + " " + String.join(",", words);
    }
}
