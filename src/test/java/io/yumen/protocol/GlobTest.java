package io.yumen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names with wildcards. */
class GlobTest {
    @Test
    void it_means_what_the_same_pattern_means_elsewhere() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String pattern = text(random, "ab*?.");
            String name = text(random, "ab.");
            String same = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            assertThat(new Glob(pattern).matches(name))
                    .as("%s on %s", pattern, name)
                    .isEqualTo(name.matches(same));
        }
    }

    @Test
    void no_name_makes_it_slow() {
        assertThat(new Glob("*a".repeat(500) + "b").matches("a".repeat(8_000))).isFalse();
    }

    private static String text(Random random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
