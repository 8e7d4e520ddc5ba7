package io.yumen.service.awsdocs.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a callout wants to be read. */
public enum Urgency {
    NOTE,
    TIP,
    EXAMPLE,
    IMPORTANT,
    CAUTION,
    WARNING;

    /** Of the word that stands above a callout, or in the name of its class. */
    public static Optional<Urgency> of(String word) {
        String plain = word.strip().toUpperCase(Locale.ROOT);
        String bare =
                plain.endsWith(":") ? plain.substring(0, plain.length() - 1).strip() : plain;
        return Arrays.stream(values())
                .filter(each -> bare.equals(each.name()) || bare.equals(each.name() + "S"))
                .findFirst();
    }
}
