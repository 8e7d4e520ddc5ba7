package io.yumen.service.awsdocs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures in figures: whatever stands in what, a reader of the text finds the same words, code and tables in the same order. */
class PagePropertyTest {
    private static final List<String> SIGNS = List.of(
            "word",
            "two words",
            "1. ",
            "- ",
            "+ ",
            "* ",
            "# ",
            "> ",
            "=",
            "---",
            "|",
            "a|b",
            "*",
            "**",
            "_",
            "__",
            "`",
            "``",
            "[",
            "]",
            "](x)",
            "!",
            "&lt;",
            "&lt;b>",
            "&amp;",
            "&amp;amp;",
            "\\",
            "~~~",
            ":-",
            "&nbsp;",
            "é",
            "漢",
            "😀",
            ".",
            ",",
            "(",
            ")",
            "snake_case",
            "s3:*",
            "x",
            "    ",
            "\n",
            "#",
            "12)");

    static IntStream seeds() {
        return IntStream.range(0, 600);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_stands_in_a_page_stands_in_its_text(int seed) {
        Generator generator = new Generator(new Random(seed));
        String html = generator.blocks(4);
        Shown.check(() -> Figures.html(Figures.around(html)));
        String text = Figures.written(Figures.html(Figures.around(html))).text();
        String again = Figures.written(Figures.markdown(text)).text();
        assertThat(Shown.letters(ParsedBack.of(again).words))
                .as(text)
                .isEqualTo(Shown.letters(ParsedBack.of(text).words));
        assertThat(ParsedBack.of(again).tables).as(text).isEqualTo(ParsedBack.of(text).tables);
    }

    static final class Generator {
        private final Random random;

        Generator(Random random) {
            this.random = random;
        }

        String blocks(int depth) {
            return IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(i -> block(depth))
                    .collect(Collectors.joining());
        }

        private String block(int depth) {
            int kind = random.nextInt(depth > 0 ? 14 : 5);
            return switch (kind) {
                case 0, 1 -> "<p>" + line() + "</p>";
                case 2 -> line();
                case 3 -> "<h" + (1 + random.nextInt(6)) + ">" + line() + "</h2>";
                case 4 -> "<pre><code class=json>" + words() + "\n  " + words() + "</code></pre>";
                case 5 -> "<ul><li>" + blocks(depth - 1) + "<li>" + blocks(depth - 1) + "</ul>";
                case 6 -> "<ol start=" + random.nextInt(3) + "><li>" + blocks(depth - 1) + "<li>" + line() + "</ol>";
                case 7 -> "<blockquote>" + blocks(depth - 1) + "</blockquote>";
                case 8 -> "<div class=awsdocs-note><h6>Note</h6>" + blocks(depth - 1) + "</div>";
                case 9 ->
                    "<dl><dt>" + line() + "<dd>" + blocks(depth - 1) + "<dt>" + line() + "<dd>" + blocks(depth - 1)
                            + "</dl>";
                case 10 ->
                    "<awsdocs-tabs><dl><dt>" + line() + "<dd>" + blocks(depth - 1) + "<dt>" + line() + "<dd>"
                            + blocks(depth - 1) + "</dl></awsdocs-tabs>";
                case 11 -> "<details><summary>" + line() + "</summary>" + blocks(depth - 1) + "</details>";
                case 12 ->
                    "<table><tr><th>" + line() + "<th>" + line() + "<tr><td rowspan=2>" + blocks(depth - 1) + "<td>"
                            + blocks(depth - 1) + "<tr><td>" + line() + "</table>";
                default -> "<hr>";
            };
        }

        private String line() {
            return IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(i -> piece())
                    .collect(Collectors.joining());
        }

        private String piece() {
            String words = words();
            return switch (random.nextInt(9)) {
                case 0 -> "<b>" + words + "</b>";
                case 1 -> "<em>" + words + "</em>";
                case 2 -> "<code>" + words + "</code>";
                case 3 -> "<a href='a b(c'>" + words + "</a>";
                case 4 -> "<i>" + words() + "<b>" + words + "</b></i>";
                case 5 -> words + "<br>";
                case 6 -> "<var>" + words + "</var><a id=x></a>";
                case 7 -> "<a href=#x><b>" + words + "</b></a>";
                default -> words;
            };
        }

        private String words() {
            return IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(i -> SIGNS.get(random.nextInt(SIGNS.size())))
                    .collect(Collectors.joining());
        }
    }
}
