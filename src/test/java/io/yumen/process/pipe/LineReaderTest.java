package io.yumen.process.pipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    @Test
    void lines_are_what_stands_between_line_breaks() throws IOException {
        assertThat(read(10, "a\nbc\r\n\n\r\nd")).containsExactly("a", "bc", "d");
    }

    @Test
    void a_line_of_the_limit_is_delivered_and_one_more_is_not() throws IOException {
        assertThat(read(3, "abc\nabcd\nabc")).containsExactly("abc", "!ab", "abc");
        assertThat(read(3, "abcdefgh")).containsExactly("!ab");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void however_the_bytes_arrive_the_lines_are_the_same(long seed) throws IOException {
        Random random = new Random(seed);
        int limit = 1 + random.nextInt(40_000);
        StringBuilder text = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            String line = String.valueOf((char) ('a' + random.nextInt(26)))
                    .repeat(random.nextInt(random.nextInt(10) == 0 ? limit * 3 : 1 + limit / 4));
            text.append(line).append('\n');
            if (line.length() > limit) {
                expected.add("!" + line.substring(0, Math.min(2, limit)));
            } else if (!line.isEmpty()) {
                expected.add(line);
            }
        }

        assertThat(read(limit, text.toString(), random)).isEqualTo(expected);
    }

    private static List<String> read(int limit, String text) throws IOException {
        return read(limit, text, new Random(0));
    }

    private static List<String> read(int limit, String text, Random random) throws IOException {
        List<String> seen = new ArrayList<>();
        new LineReader(limit, 2, new LineReader.Sink() {
                    @Override
                    public void line(byte[] line) {
                        seen.add(new String(line, ISO_8859_1));
                    }

                    @Override
                    public void tooLong(byte[] start) {
                        seen.add("!" + new String(start, ISO_8859_1));
                    }
                })
                .readAll(inPieces(text, random));
        return seen;
    }

    private static InputStream inPieces(String text, Random random) {
        return new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(20_000)));
            }
        };
    }
}
