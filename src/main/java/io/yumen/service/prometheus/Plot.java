package io.yumen.service.prometheus;

import io.yumen.service.prometheus.Canvas.Place;
import io.yumen.service.prometheus.Ticks.Tick;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A picture of series over time on a light ground: lines, axes with round numbers and times of UTC, and a legend. It is drawn dot by dot,
 * for the runtime that is shipped has no desktop and no fonts.
 */
final class Plot {
    /** How many series it has; those of the greatest values. */
    static final int MAX_LINES = 10;

    private static final int WIDTH = 800;
    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 16;
    private static final int TOP = 24;
    private static final int BOTTOM = TOP + 300;
    private static final int LEGEND = BOTTOM + 36;
    private static final int ROW = 12;
    private static final int MARGIN = 8;

    /** How many letters fit into a row. */
    private static final int LETTERS = (WIDTH - LEFT - MARGIN) / Glyphs.ADVANCE;

    private static final int INK = 1;
    private static final int GRID = 2;
    private static final int FIRST_LINE = 3;

    /** White, ink, grid, and colours that people who see few colours tell apart, too. */
    private static final List<Integer> COLOURS = List.of(
            0xffffff, 0x222222, 0xdddddd, 0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x7f3c8d,
            0x8c564b, 0x666666, 0xb5a800);

    /** Where numbers end that can be told apart from each other. */
    private static final double HUGE = 1e300;

    private final Canvas canvas;
    private final Range range;

    private Plot(Range range, int lines) {
        this.canvas = new Canvas(WIDTH, LEGEND + ROW * lines + MARGIN);
        this.range = range;
    }

    /** A value at a time in seconds since 1970. */
    record Point(double time, double value) {
        boolean isNumber() {
            return Double.isFinite(value);
        }

        double bounded() {
            return Math.clamp(value, -HUGE, HUGE);
        }
    }

    /** A series under its name, its points in the order of time. */
    record Line(String name, List<Point> points) {
        Line {
            points = List.copyOf(points);
        }

        Stream<Double> numbers() {
            return points.stream().filter(Point::isNumber).map(Point::bounded);
        }

        private double greatest() {
            return numbers().max(Comparator.naturalOrder()).orElse(Double.NEGATIVE_INFINITY);
        }
    }

    /**
     * What is seen of it.
     *
     * @param step points that are much farther apart are not joined
     */
    record Time(Instant start, Instant end, double step) {
        double from() {
            return start.toEpochMilli() / 1_000.0;
        }

        double until() {
            return end.toEpochMilli() / 1_000.0;
        }
    }

    private record Range(Time time, double least, double greatest) {
        int x(double at) {
            return LEFT + (int) Math.round((at - time.from()) / (time.until() - time.from()) * (RIGHT - LEFT));
        }

        int y(double value) {
            return BOTTOM - (int) Math.round((value - least) / (greatest - least) * (BOTTOM - TOP));
        }
    }

    /** Whether there is a number in any of those to draw. */
    static boolean canDraw(List<Line> all) {
        return all.stream().anyMatch(line -> line.numbers().findFirst().isPresent());
    }

    /** The PNG. */
    static byte[] of(String title, Time time, List<Line> all) {
        List<Line> lines = all.stream()
                .filter(line -> line.numbers().findFirst().isPresent())
                .sorted(Comparator.comparingDouble(Line::greatest).reversed())
                .limit(MAX_LINES)
                .toList();
        Plot plot = new Plot(range(time, lines), lines.size());
        plot.drawAxes();
        String more = all.size() > lines.size() ? " (" + lines.size() + " of " + all.size() + " series)" : "";
        plot.canvas.text(new Place(LEFT, MARGIN), cut(title, LETTERS - more.length()) + more, INK);
        for (int i = 0; i < lines.size(); i++) {
            plot.drawLine(lines.get(i), FIRST_LINE + i);
            plot.drawName(lines.get(i), i);
        }
        return plot.canvas.png(COLOURS);
    }

    /** With some room where all values are as good as the same. */
    private static Range range(Time time, List<Line> lines) {
        double least =
                lines.stream().flatMap(Line::numbers).min(Double::compare).orElse(0.0);
        double greatest =
                lines.stream().flatMap(Line::numbers).max(Double::compare).orElse(1.0);
        double size = Math.max(Math.abs(least), Math.abs(greatest));
        boolean isFlat = greatest - least <= size * 1e-9 || size < 1 / HUGE;
        double room = isFlat ? Math.max(size * 0.1, size < 1 / HUGE ? 1 : 0) : 0;
        return new Range(time, least - room, greatest + room);
    }

    private static String cut(String text, int letters) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= letters ? line : line.substring(0, letters - 3) + "...";
    }

    private void drawAxes() {
        for (Tick tick : Ticks.ofNumbers(range.least(), range.greatest())) {
            int y = range.y(tick.at());
            canvas.line(new Place(LEFT - 4, y), new Place(RIGHT, y), GRID);
            int x = LEFT - MARGIN - tick.label().length() * Glyphs.ADVANCE;
            canvas.text(new Place(x, y - Glyphs.HEIGHT / 2), tick.label(), INK);
        }
        for (Tick tick : Ticks.ofTimes(range.time().from(), range.time().until())) {
            int x = range.x(tick.at());
            canvas.line(new Place(x, TOP), new Place(x, BOTTOM + 4), GRID);
            int half = tick.label().length() * Glyphs.ADVANCE / 2;
            canvas.text(new Place(Math.min(x - half, WIDTH - 2 * half), BOTTOM + MARGIN), tick.label(), INK);
        }
        canvas.line(new Place(LEFT, TOP), new Place(LEFT, BOTTOM), INK);
        canvas.line(new Place(LEFT, BOTTOM), new Place(RIGHT, BOTTOM), INK);
        String times = range.time().start() + " to " + range.time().end() + " (UTC)";
        canvas.text(new Place(LEFT, BOTTOM + MARGIN + ROW), times, INK);
    }

    private void drawLine(Line line, int colour) {
        double longest = 1.5 * range.time().step();
        Point before = null;
        for (Point point : line.points()) {
            if (point.isNumber()) {
                Point from = before == null || point.time() - before.time() > longest ? point : before;
                drawStroke(place(from), place(point), colour);
            }
            before = point.isNumber() ? point : null;
        }
    }

    private Place place(Point point) {
        return new Place(range.x(point.time()), range.y(point.bounded()));
    }

    /** Two dots thick. */
    private void drawStroke(Place from, Place to, int colour) {
        canvas.line(from, to, colour);
        canvas.line(new Place(from.x(), from.y() - 1), new Place(to.x(), to.y() - 1), colour);
        canvas.line(new Place(from.x() + 1, from.y()), new Place(to.x() + 1, to.y()), colour);
    }

    private void drawName(Line line, int number) {
        int y = LEGEND + number * ROW;
        canvas.fill(new Place(LEFT - 20, y + 2), 14, 3, FIRST_LINE + number);
        canvas.text(new Place(LEFT, y), cut(line.name(), LETTERS), INK);
    }
}
