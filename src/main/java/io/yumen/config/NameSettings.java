package io.yumen.config;

import java.util.List;

/** How many lists become one. */
public record NameSettings(
        @Setting(
                value = "When a server's name goes before its tools' names: only on collision, always, or never",
                fallback = "auto")
        Prefix prefix,

        @Setting(value = "How many entries a page of a merged list has", fallback = "1000")
        int pageSize,

        @Setting("What becomes of a list of very many tools")
        Search search) {
    /** When names get the server's name as a prefix. */
    public enum Prefix {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** A search over tools in place of a long list of them. */
    public record Search(
            @Setting(value = "More tools than this become a tool that searches them; 0 lists them all", fallback = "0")
            int above,

            @Setting("Names of tools that are listed then, too, * and ? as wildcards")
            List<String> pinned) {
        public Search {
            if (above < 0) {
                throw new BadSetting("above", "A number of tools is zero or more");
            }
            pinned = List.copyOf(pinned);
        }
    }
}
