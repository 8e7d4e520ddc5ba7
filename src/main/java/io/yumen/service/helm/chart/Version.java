package io.yumen.service.helm.chart;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version by the rules of semantic versions.
 *
 * @param numbers major, minor, patch
 * @param before what comes before its release; empty for a release
 */
record Version(String text, List<Integer> numbers, String before) implements Comparable<Version> {
    private static final Pattern FORM = Pattern.compile(
            "v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-([-.0-9A-Za-z]{1,100}))?(?:[+_][-.0-9A-Za-z]{1,100})?");

    private static final Comparator<String> PARTS = Comparator.comparing((String part) -> !isNumber(part))
            .thenComparingInt(part -> isNumber(part) ? Integer.parseInt(part) : 0)
            .thenComparing(Comparator.naturalOrder());

    Version {
        numbers = List.copyOf(numbers);
    }

    /** That of a tag, in which _ stands for +; none where it is no version. */
    static Optional<Version> of(String tag) {
        Matcher form = FORM.matcher(tag);
        return form.matches()
                ? Optional.of(new Version(
                        tag.replace('_', '+'),
                        List.of(
                                Integer.parseInt(form.group(1)),
                                Integer.parseInt(form.group(2)),
                                Integer.parseInt(form.group(3))),
                        form.group(4) == null ? "" : form.group(4)))
                : Optional.empty();
    }

    /** It as a tag. */
    String tag() {
        return text.replace('+', '_');
    }

    boolean isReleased() {
        return before.isEmpty();
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < numbers.size(); i++) {
            int order = numbers.get(i).compareTo(other.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        return isReleased() || other.isReleased()
                ? Boolean.compare(isReleased(), other.isReleased())
                : compare(List.of(before.split("\\.", -1)), List.of(other.before.split("\\.", -1)));
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = PARTS.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.length() < 10 && part.chars().allMatch(Character::isDigit);
    }
}
