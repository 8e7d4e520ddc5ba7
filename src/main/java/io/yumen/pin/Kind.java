package io.yumen.pin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is defined. Its word is part of what is stored and of the operations API: it stays. */
public enum Kind {
    TOOL("name"),
    PROMPT("name"),
    TEMPLATE("uriTemplate"),
    /** How the server wants to be used; a server has one. */
    INSTRUCTIONS("name");

    private final String key;

    Kind(String key) {
        this.key = key;
    }

    /** The key of a definition that names it. */
    public String key() {
        return key;
    }

    /** How it is written, as in {@code tool}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so. */
    public static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
