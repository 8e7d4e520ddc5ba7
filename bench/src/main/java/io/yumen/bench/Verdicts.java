package io.yumen.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a benchmark defends: figures, and the most that each may be. Of one thread. */
final class Verdicts {
    private final List<String> broken = new ArrayList<>();

    /** Prints whether a claim holds, on a line that is easy to find. */
    void judge(String claim, double figure, double limit, String unit) {
        boolean holds = figure <= limit;
        System.out.printf(
                Locale.ROOT,
                "%s: %s: %.2f %s, at most %.2f%n",
                holds ? "holds" : "DOES NOT HOLD",
                claim,
                figure,
                unit,
                limit);
        if (!holds) {
            broken.add(claim);
        }
    }

    /** Ends the process with 1 where something did not hold; to be called when everything else is done. */
    void end() {
        if (!broken.isEmpty()) {
            System.exit(1);
        }
    }
}
