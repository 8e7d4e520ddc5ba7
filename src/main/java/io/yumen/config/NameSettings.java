package io.yumen.config;

/** How many lists become one. */
public record NameSettings(
        @Setting(
                value = "When a server's name goes before its tools' names: only on collision, always, or never",
                fallback = "auto")
        Prefix prefix,

        @Setting(value = "How many entries a page of a merged list has", fallback = "1000")
        int pageSize) {
    /** When names get the server's name as a prefix. */
    public enum Prefix {
        AUTO,
        ALWAYS,
        NEVER
    }
}
