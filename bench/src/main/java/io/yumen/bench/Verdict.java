package io.yumen.bench;

import java.util.Locale;

/** What a benchmark defends: a figure and the most that it may be. */
record Verdict(String claim, double figure, double limit, String unit) {
    boolean holds() {
        return figure <= limit;
    }

    /** Prints whether it holds, on a line that is easy to find. */
    void print() {
        System.out.printf(
                Locale.ROOT,
                "%s: %s: %.2f %s, at most %.2f%n",
                holds() ? "holds" : "DOES NOT HOLD",
                claim,
                figure,
                unit,
                limit);
    }
}
