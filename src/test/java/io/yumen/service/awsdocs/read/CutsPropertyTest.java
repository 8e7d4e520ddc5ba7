package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Part;
import io.yumen.service.awsdocs.read.Stretches.Kind;
import io.yumen.service.awsdocs.read.Stretches.Stretch;
import io.yumen.service.awsdocs.read.Target.Range;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a page holds and however little is read at once: the pieces are the page, and nothing that fits is cut. */
class CutsPropertyTest {
    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void pieces_together_are_the_page(int seed) {
        Random random = new Random(seed);
        Document page = Gates.of(new Pages(random).blocks(3));
        int length = 1 + random.nextInt(random.nextBoolean() ? 40 : 600);
        Cuts cuts = new Cuts(page);
        int total = page.text().length();
        int start = 0;
        while (start < total) {
            assertThat(cuts.start(start, length)).as("goes on where it ended").isEqualTo(start);
            int end = cuts.end(start, length, total);
            assertThat(end).isGreaterThan(start);
            assertThat(end - start).isLessThanOrEqualTo(Math.max(length, 2));
            if (end < total) {
                checkCut(page, end, length);
            }
            start = end;
        }
    }

    private static void checkCut(Document page, int at, int length) {
        String text = page.text();
        assertThat(Character.isLowSurrogate(text.charAt(at)) && Character.isHighSurrogate(text.charAt(at - 1)))
                .isFalse();
        for (int i = 0; i < page.parts().size(); i++) {
            Part part = page.parts().get(i);
            int end = i + 1 < page.parts().size() ? page.parts().get(i + 1).start() : text.length();
            boolean isWithin = part.start() < at && at < end;
            assertThat(isWithin && end - part.start() <= length)
                    .as("a block that fits is cut at %d of %s", at, text)
                    .isFalse();
            if (isWithin) {
                checkStretches(text, new Stretch(Kind.LINE, part.start(), end), at, length);
            }
        }
    }

    private static void checkStretches(String text, Stretch part, int at, int length) {
        for (Stretch stretch : Stretches.between(text, part.start(), part.end())) {
            boolean isWithin = stretch.start() < at && at < stretch.end();
            assertThat(isWithin && stretch.end() - stretch.start() <= length)
                    .as("a %s that fits is cut at %d of %s", stretch.kind(), at, text)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_place_leads_to_a_piece_that_holds_it(int seed) {
        Random random = new Random(seed);
        Document page = Gates.of(new Pages(random).blocks(3));
        int total = page.text().length();
        for (int i = 0; i < 20 && total > 0; i++) {
            int from = random.nextInt(total);
            int length = PassageQuery.LEAST + random.nextInt(400);
            Passage passage = new PassageReader(page, Gates.URL)
                    .read(new PassageQuery(new Range(from, from + 1 + random.nextInt(total)), length, page.hash()));
            assertThat(passage.start()).isLessThanOrEqualTo(from);
            assertThat(passage.end()).isGreaterThan(passage.start());
            assertThat(passage.text()).isEqualTo(page.text().substring(passage.start(), passage.end()));
            assertThat(passage.text().length()).isLessThanOrEqualTo(length);
            assertThat(passage.next() == null).isEqualTo(passage.end() == passage.until());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void lines_listings_and_tables_are_the_text(int seed) {
        String text = Gates.of(new Pages(new Random(seed)).blocks(3)).text();
        int end = 0;
        for (Stretch stretch : Stretches.between(text, 0, text.length())) {
            assertThat(stretch.start()).isEqualTo(end);
            assertThat(stretch.end()).isGreaterThan(end);
            end = stretch.end();
        }
        assertThat(end).isEqualTo(text.length());
    }
}
