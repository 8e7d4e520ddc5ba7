package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text format of Prometheus 0.0.4, read as strictly as its scraper and {@code promtool check metrics} do: every family has
 * help and type before its samples, no series stands twice, counters end in {@code _total}, buckets are cumulative.
 *
 * @param types the kind of each family
 * @param values the value of each series, by its name and labels as written
 */
record Exposition(Map<String, String> types, Map<String, Double> values) {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*})? (\\S+)");

    /** Reads it; fails where it is not well formed. */
    static Exposition parse(String text) {
        assertThat(text).endsWith("\n");
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, Double> values = new LinkedHashMap<>();
        Set<String> helped = new HashSet<>();
        for (String line : text.split("\n")) {
            Matcher comment = COMMENT.matcher(line);
            if (comment.matches()) {
                Object before = comment.group(1).equals("TYPE")
                        ? types.put(comment.group(2), comment.group(3))
                        : (helped.add(comment.group(2)) ? null : "help");
                assertThat(before).as(line).isNull();
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            assertThat(types).as(line).containsKey(family(sample.group(1), types));
            String labels = sample.group(2) == null ? "" : sample.group(2);
            assertThat(values.put(sample.group(1) + labels, number(sample.group(3))))
                    .as(line)
                    .isNull();
        }
        Exposition exposition = new Exposition(types, values);
        exposition.check(helped);
        return exposition;
    }

    double value(String series) {
        assertThat(values.keySet())
                .filteredOn(one -> one.startsWith(series.replaceFirst("\\{.*", "")))
                .contains(series);
        return values.getOrDefault(series, Double.NaN);
    }

    private void check(Set<String> helped) {
        assertThat(helped).isEqualTo(types.keySet());
        types.forEach((name, type) -> {
            if (type.equals("counter")) {
                assertThat(name).endsWith("_total");
            }
            if (type.equals("histogram")) {
                checkBuckets(name);
            }
        });
    }

    private void checkBuckets(String name) {
        Map<String, Double> last = new HashMap<>();
        values.forEach((series, value) -> {
            if (series.startsWith(name + "_bucket")) {
                String others = series.replaceFirst(",?le=\"[^\"]*\"", "").replace(name + "_bucket", "");
                assertThat(value).as(series).isGreaterThanOrEqualTo(last.getOrDefault(others, 0.0));
                last.put(others, value);
            }
        });
        last.forEach((labels, value) -> assertThat(values)
                .containsEntry(name + "_count" + labels, value)
                .containsKey(name + "_sum" + labels));
    }

    private static String family(String name, Map<String, String> types) {
        if (types.containsKey(name)) {
            return name;
        }
        return name.replaceFirst("_(bucket|sum|count)$", "");
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
