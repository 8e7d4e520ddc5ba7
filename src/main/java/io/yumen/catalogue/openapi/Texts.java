package io.yumen.catalogue.openapi;

import io.yumen.protocol.PlainText;

/** Words of a document, as tools show them. */
final class Texts {
    private Texts() {}

    /** Its beginning, in one line. */
    static String cut(String text, int most) {
        String plain = PlainText.of(text.replaceAll("\\s+", " ").strip());
        return plain.length() <= most ? plain : plain.substring(0, most - 1).stripTrailing() + "…";
    }

    /** As the name of a tool or an argument. */
    static String name(String text, int most) {
        String name = text.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
        return name.substring(0, Math.min(name.length(), most));
    }
}
