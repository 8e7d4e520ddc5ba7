package io.yumen.hub.names;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that somebody probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name with the fewest changes to the wanted one, if they are less than a third of it. */
    public static Optional<String> to(String wanted, Collection<String> known) {
        int limit = wanted.length() > NameTable.MAX_LENGTH ? 0 : Math.max(1, wanted.length() / 3);
        String best = null;
        int least = limit + 1;
        for (String name : known) {
            if (name.endsWith("_" + wanted)) {
                return Optional.of(name);
            }
            if (Math.abs(name.length() - wanted.length()) < least) {
                int distance = distance(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
                if (distance < least) {
                    least = distance;
                    best = name;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The number of letters to insert, remove or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
