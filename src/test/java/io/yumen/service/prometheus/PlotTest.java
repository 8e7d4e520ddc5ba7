package io.yumen.service.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures are what any reader of PNG sees, however odd the values are. */
class PlotTest {
    private static final Instant START = Instant.parse("2026-01-31T23:50:00Z");
    private static final int WHITE = 0xffffffff;
    private static final int BLUE = 0xff0072b2;
    private static final int ORANGE = 0xffd55e00;
    private static final int INK = 0xff222222;

    @Test
    void a_line_goes_from_the_lower_left_to_the_upper_right() throws IOException {
        BufferedImage picture = draw(Duration.ofHours(1), line("rising", i -> i));
        assertThat(picture.getWidth()).isEqualTo(800);
        assertThat(picture.getRGB(799, 0)).isEqualTo(WHITE);
        assertThat(picture.getRGB(65, 323)).isEqualTo(BLUE);
        assertThat(picture.getRGB(783, 24)).isEqualTo(BLUE);
        assertThat(picture.getRGB(424, 174)).isEqualTo(BLUE);
        assertThat(count(picture, INK)).as("axes, labels and legend").isGreaterThan(1_500);
    }

    @Test
    void the_greatest_series_are_drawn_and_the_others_counted() throws IOException {
        List<Plot.Line> many = IntStream.range(0, 40)
                .mapToObj(each -> line("series " + each, i -> each))
                .toList();
        BufferedImage ten = draw(Duration.ofHours(1), many.toArray(Plot.Line[]::new));
        BufferedImage two = draw(Duration.ofHours(1), many.get(0), many.get(1));
        assertThat(ten.getHeight() - two.getHeight()).isEqualTo(8 * 12);
        assertThat(count(ten, BLUE)).isPositive();
        assertThat(count(two, ORANGE)).isPositive();
    }

    @Test
    void what_is_no_number_is_a_gap() throws IOException {
        BufferedImage whole = draw(Duration.ofHours(1), line("whole", i -> i % 2));
        BufferedImage gaps = draw(Duration.ofHours(1), line("gaps", i -> i > 30 && i < 90 ? Double.NaN : i % 2));
        assertThat(count(gaps, BLUE)).isLessThan(count(whole, BLUE) * 2 / 3).isPositive();
        assertThat(Plot.canDraw(List.of(line("none", i -> Double.POSITIVE_INFINITY))))
                .isFalse();
        assertThat(Plot.canDraw(List.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                1,
                -1,
                1e-320,
                Double.MIN_VALUE,
                1e-9,
                123_456_789,
                -0.25,
                1e15,
                1e300,
                Double.MAX_VALUE,
                -1.7e308
            })
    void any_value_can_be_drawn_flat_and_beside_others(double value) throws IOException {
        assertThat(count(draw(Duration.ofHours(1), line("flat", i -> value)), BLUE))
                .isPositive();
        assertThat(count(draw(Duration.ofHours(1), line("both", i -> i % 2 == 0 ? value : 7)), BLUE))
                .isPositive();
        assertThat(count(draw(Duration.ofHours(1), line("signs", i -> i % 2 == 0 ? value : -value)), BLUE))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 1_000, 59_000, 3_600_000, 86_400_000, 40L * 86_400_000, 4_000L * 86_400_000})
    void any_range_has_times(long millis) throws IOException {
        assertThat(count(draw(Duration.ofMillis(millis), line("line", i -> i)), INK))
                .isGreaterThan(1_000);
        double start = START.toEpochMilli() / 1_000.0;
        List<Ticks.Tick> ticks = Ticks.ofTimes(start, start + millis / 1_000.0);
        assertThat(ticks).hasSizeLessThan(11);
        assertThat(ticks.stream().map(Ticks.Tick::label)).doesNotHaveDuplicates();
    }

    @Test
    void numbers_are_labelled_round_and_short() {
        assertThat(labels(0, 1)).containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(labels(0, 2.4e6)).containsExactly("0", "500k", "1000k", "1500k", "2000k");
        assertThat(labels(-3, 3)).containsExactly("-3", "-2", "-1", "0", "1", "2", "3");
        assertThat(labels(1e9, 1.0000005e9)).allMatch(label -> label.length() < 13);
        assertThat(labels(0, 1e-7)).contains("2.0e-08");
    }

    @Test
    void noise_of_many_points_and_odd_letters_stays_small() throws IOException {
        Random random = new Random(1);
        List<Plot.Line> noise = new ArrayList<>();
        for (int each = 0; each < 10; each++) {
            List<Plot.Point> points = IntStream.range(0, 11_000)
                    .mapToObj(i -> new Plot.Point(START.getEpochSecond() + i, random.nextDouble()))
                    .toList();
            noise.add(new Plot.Line("\u0000\u2028\ud83d\n" + "x".repeat(10_000), points));
        }
        byte[] png = Plot.of("q\n".repeat(5_000), time(Duration.ofSeconds(11_000), 1), noise);
        System.out.println("the noisiest picture: " + png.length + " bytes");
        assertThat(png.length).isLessThan(220_000);
        assertThat(ImageIO.read(new ByteArrayInputStream(png))).isNotNull();
    }

    private static List<String> labels(double least, double greatest) {
        return Ticks.ofNumbers(least, greatest).stream().map(Ticks.Tick::label).toList();
    }

    /** A line of 121 points. */
    private static Plot.Line line(String name, IntToDoubleFunction value) {
        return new Plot.Line(
                name,
                IntStream.rangeClosed(0, 120)
                        .mapToObj(i -> new Plot.Point(i, value.applyAsDouble(i)))
                        .toList());
    }

    /** Those lines, over a range of that length. */
    private static BufferedImage draw(Duration length, Plot.Line... lines) throws IOException {
        double step = length.toMillis() / 1_000.0 / 120;
        double start = START.toEpochMilli() / 1_000.0;
        List<Plot.Line> placed = List.of(lines).stream()
                .map(line -> new Plot.Line(
                        line.name(),
                        line.points().stream()
                                .map(point -> new Plot.Point(start + point.time() * step, point.value()))
                                .toList()))
                .toList();
        byte[] png = Plot.of("sum(rate(x[5m]))", time(length, step), placed);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static Plot.Time time(Duration length, double step) {
        return new Plot.Time(START, START.plus(length), step);
    }

    private static int count(BufferedImage picture, int colour) {
        int found = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                found += picture.getRGB(x, y) == colour ? 1 : 0;
            }
        }
        return found;
    }
}
