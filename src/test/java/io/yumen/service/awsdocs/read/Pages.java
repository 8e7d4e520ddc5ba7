package io.yumen.service.awsdocs.read;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random pages of all that is hard to cut. */
final class Pages {
    private static final List<String> WORDS = List.of(
            "gate",
            "wall",
            "😀",
            "😀😀",
            "漢字",
            "|",
            "```",
            "a|b",
            "> x",
            "- y",
            "1. z",
            "snake_case",
            "*",
            "lane:OpenGate");

    private final Random random;

    Pages(Random random) {
        this.random = random;
    }

    String blocks(int depth) {
        return many(1 + random.nextInt(4), i -> block(depth));
    }

    String block(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 4)) {
            case 0, 1 -> "<p>" + words(25) + "</p>";
            case 2 -> "<pre><code class=bash>" + many(1 + random.nextInt(6), i -> words(6) + "\n") + "</code></pre>";
            case 3 -> "<h" + (1 + random.nextInt(4)) + ">" + words(3) + "</h1>";
            case 4 -> "<ul>" + many(1 + random.nextInt(4), i -> "<li>" + blocks(depth - 1) + "</li>") + "</ul>";
            case 5 -> "<ol>" + many(1 + random.nextInt(3), i -> "<li>" + words(5) + "</li>") + "</ol>";
            case 6 -> "<div class=awsdocs-note><h6>Note</h6>" + blocks(depth - 1) + "</div>";
            case 7 -> "<awsdocs-tabs><dl><dt>t</dt><dd>" + blocks(depth - 1) + "</dd></dl></awsdocs-tabs>";
            case 8 -> "<awsui-expandable-section title=more>" + blocks(depth - 1) + "</awsui-expandable-section>";
            default ->
                "<table><tr><th>A</th><th>B</th></tr>"
                        + many(random.nextInt(8), i -> "<tr><td>" + words(4) + "</td><td>" + words(2) + "</td></tr>")
                        + "</table>";
        };
    }

    private String words(int most) {
        return many(
                1 + random.nextInt(most),
                i -> WORDS.get(random.nextInt(WORDS.size())) + (random.nextInt(4) == 0 ? "" : " "));
    }

    private static String many(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining());
    }
}
