package io.yumen.service.helm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a registry says is a version, a name or a next page, or nothing at all. */
class RegistryWordsTest {
    private static final URI ROOT = URI.create("https://registry.example.com/v2/");

    @Test
    void versions_have_the_order_of_semantic_versions() {
        List<String> order = List.of(
                "0.9.9",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "v1.2.0",
                "1.10.0");
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            List<String> mixed = new ArrayList<>(order);
            Collections.shuffle(mixed, random);
            assertThat(mixed.stream()
                            .map(Version::of)
                            .flatMap(Optional::stream)
                            .sorted()
                            .map(Version::text)
                            .toList())
                    .isEqualTo(order);
        }
        assertThat(Version.of("1.0.0_build.5").orElseThrow().text()).isEqualTo("1.0.0+build.5");
        for (String none : List.of("latest", "1.0", "1.0.0.0", "", "sha256-0a.sig", "1.0.0-", "99999999999.0.0")) {
            assertThat(Version.of(none)).as(none).isEmpty();
        }
    }

    @Test
    void a_name_leads_nowhere_else() {
        assertThat(List.of("charts/shop", "a", "a-b/c_d/e.f", "a__b")).allMatch(Registry::isName);
        assertThat(List.of(
                        "",
                        "//evil.example/a",
                        "http://evil.example",
                        "../a",
                        "a/../b",
                        "a//b",
                        "a b",
                        "a?b",
                        "A/b",
                        "a/"))
                .noneMatch(Registry::isName);
        assertThat(Registry.next(ROOT.resolve("_catalog"), "</v2/_catalog?last=b&n=1000>; rel=\"next\""))
                .contains(URI.create("https://registry.example.com/v2/_catalog?last=b&n=1000"));
        assertThat(Registry.next(ROOT, "<a b>; rel=next")).isEmpty();
        assertThat(Registry.next(ROOT, "</v2/>; rel=\"last\"")).isEmpty();
    }

    @FuzzTest(maxDuration = "20s")
    void any_words_are_taken_or_left(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Registry.next(ROOT, text);
        Registry.next(ROOT, "<" + text + ">; rel=next");
        Version.of(text).ifPresent(version -> {
            assertThat(version.compareTo(version)).isZero();
            assertThat(Version.of(version.text().replace('+', '_'))).isPresent();
        });
        if (Registry.isName(text)) {
            assertThat(ROOT.resolve(text + "/tags/list").toString())
                    .startsWith(ROOT.toString())
                    .endsWith(text + "/tags/list");
        }
    }
}
